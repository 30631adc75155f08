import { limitOfDeath } from '../../memory/deathLimit';
import type { DeathReport } from '../../types';
import { formatBytes } from '../../words/units';
import type { Translate } from '../../words/translate';

/** If more than this share of the limit was still free, the last sample needs an explanation. */
const MUCH_LEFT = 0.2;

/** A fast cell can use up the headroom between two samples; unexplained, the figures look wrong. */
export function wentFast(report: DeathReport, trans: Translate): string[] {
  const { bytes, isSampled } = limitOfDeath(report);
  const { headroomBytes, sampleAgeMs } = report;
  const isMuch =
    isSampled && bytes !== null && headroomBytes !== null && headroomBytes > bytes * MUCH_LEFT;
  return isMuch && sampleAgeMs !== null
    ? [
        trans.__(
          'It went fast: %1 s before, %2 were still left.',
          (sampleAgeMs / 1000).toFixed(1),
          formatBytes(headroomBytes)
        )
      ]
    : [];
}
