import { limitOfDeath } from '../../memory/deathLimit';
import type { DeathReport } from '../../types';
import { formatBytes } from '../../words/units';
import type { Translate } from '../../words/translate';

/** From this share of the limit on, the last sample needs an explanation. */
const MUCH_LEFT = 0.2;

/** A fast cell fills what is left between two samples: say so, or the figures seem to lie. */
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
