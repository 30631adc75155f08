import { limitOfDeath } from '../../memory/deathLimit';
import type { DeathReport, LimitSource } from '../../types';
import { groupName } from '../../words/shorten';
import { formatBytes } from '../../words/units';
import type { Translate } from '../../words/translate';

/** Who set the limit, as a person would call it: "the container". */
export function limitOwner(source: LimitSource, trans: Translate): string {
  switch (source.manager) {
    case 'kubernetes':
      return trans.__('the pod (Kubernetes)');
    case 'docker':
    case 'podman':
    case 'containerd':
    case 'lxc':
      return trans.__('the container (%1)', source.manager);
    case 'slurm':
      return trans.__('the Slurm job');
    case 'systemd':
      return trans.__('the systemd unit %1', lastPart(source.path));
    case null:
    default:
      return unmanaged(source, trans);
  }
}

function unmanaged(source: LimitSource, trans: Translate): string {
  if (source.kind === 'machine') {
    return trans.__('this machine');
  }
  return source.path === null
    ? trans.__('its group of processes (control group)')
    : trans.__('its group of processes (control group %1)', groupName(source.path));
}

/** "the memory limit of 8 GiB set for the pod (Kubernetes)". */
export function limitPhrase(report: DeathReport, trans: Translate): string {
  const { source, bytes } = limitOfDeath(report);
  const owner = limitOwner(source, trans);
  return bytes === null
    ? trans.__('the memory limit set for %1', owner)
    : trans.__('the memory limit of %1 set for %2', formatBytes(bytes), owner);
}

function lastPart(path: string | null): string {
  return path?.split('/').filter(Boolean).pop() ?? '';
}
