import { limitOfDeath } from '../../memory/deathLimit';
import type { DeathReport } from '../../types';
import { limitOwner } from '../../words/limitOwner';
import { formatBytes } from '../../words/units';
import type { Translate } from '../../words/translate';

/** "the memory limit of 8 GiB set for the pod (Kubernetes)". */
export function limitPhrase(report: DeathReport, trans: Translate): string {
  const { source, bytes } = limitOfDeath(report);
  const owner = limitOwner(source, trans).named;
  return bytes === null
    ? trans.__('the memory limit set for %1', owner)
    : trans.__('the memory limit of %1 set for %2', formatBytes(bytes), owner);
}
