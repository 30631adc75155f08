import type { ISignal } from '@lumino/signaling';

import type { Explanation } from '../../logic/deaths/explain';
import type { Translate } from '../../logic/words/translate';
import type { ReportNumber } from '../../logic/deaths/report/reportNumbers';
import type { DeathReport, RunningCell } from '../../logic/types';

/** What a report dialog is about: a death, or a cell that hit a memory failure. */
export interface ReportSubject {
  readonly kernelId: string;
  readonly path: string | null;
  readonly cell: RunningCell | null;
  readonly report: DeathReport | null;
  /** Whether the answer is still awaited. */
  readonly isLooking: boolean;
  /** Emitted when any of the results below may have changed. */
  readonly changed: ISignal<unknown, void>;
  explain(trans: Translate): Explanation;
  numbers(trans: Translate): ReportNumber[];
}
