import type { ISignal } from '@lumino/signaling';

import type { Explanation } from '../../logic/deaths/explain';
import type { Translate } from '../../logic/words/translate';
import type { ReportNumber } from '../../logic/deaths/report/reportNumbers';
import type { DeathReport, RunningCell } from '../../logic/types';

/** What a report dialog shows: a death, or a cell that failed for memory. */
export interface ReportSubject {
  readonly kernelId: string;
  readonly path: string | null;
  readonly cell: RunningCell | null;
  readonly report: DeathReport | null;
  /** The answer is still being looked for. */
  readonly isLooking: boolean;
  /** Emitted when any of the answers below may differ. */
  readonly changed: ISignal<unknown, void>;
  explain(trans: Translate): Explanation;
  numbers(trans: Translate): ReportNumber[];
}
