import type { DeathReport, Estimate, PlainEnd, RunningCell } from '../../types';
import {
  abort,
  busError,
  illegalInstruction,
  otherSignal,
  segfault,
  sharedMemoryFull
} from './crashed';
import { couldNotStart, crashLoop, exited } from './ended';
import {
  killedByDaemon,
  killedByUserDaemon,
  killedFromOutside,
  terminatedFromOutside
} from './fromOutside';
import { aftermathLine } from './aftermath';
import { noReport, notKnown } from './notKnown';
import {
  limitReached,
  machineFull,
  nativeAllocationFailed,
  otherGrew,
  workerKilled
} from './outOfMemory';
import type { Explanation } from '../types';
import type { Translate } from '../../words/translate';

export { looking } from './notKnown';
export type * from '../types';

function explainDeath(
  report: DeathReport,
  trans: Translate,
  cell: RunningCell | null,
  load: Estimate | null
): Explanation {
  const { details } = report;
  switch (details.cause) {
    case 'oom-kill-limit':
      return limitReached(report, details, trans, cell, load);
    case 'oom-kill-machine':
      return machineFull(report, details, trans, cell, load);
    case 'oom-kill-other-grew':
      return otherGrew(report, details, trans);
    case 'oom-kill-daemon':
      return killedByDaemon(report, details, trans);
    case 'oom-kill-user-daemon':
      return killedByUserDaemon(report, details, trans);
    case 'killed-from-outside':
      return killedFromOutside(report, details, trans, cell);
    case 'shared-memory-full':
      return sharedMemoryFull(report, details, trans);
    case 'segfault':
      return segfault(report, details, trans);
    case 'illegal-instruction':
      return illegalInstruction(report, details, trans);
    case 'signal':
      return otherSignal(report, details, trans);
    case 'worker-oom-kill':
      return workerKilled(report, details, trans, cell, load);
    case 'crash-loop': {
      const last = explainDeath({ ...report, details: details.last }, trans, cell, load);
      return crashLoop(report, trans, cell, last);
    }
    default:
      return PLAIN[details.cause](report, trans, cell);
  }
}

/** Causes that the report tells without any details. */
const PLAIN: Readonly<
  Record<
    PlainEnd['cause'],
    (report: DeathReport, trans: Translate, cell: RunningCell | null) => Explanation
  >
> = {
  'terminated-from-outside': terminatedFromOutside,
  'bus-error': busError,
  abort,
  'out-of-memory-native': nativeAllocationFailed,
  exited,
  'could-not-start': couldNotStart,
  unknown: notKnown
};

/**
 * A report in words for people. The server decides the cause; this decides
 * how it is said. Without a report it says what the browser knows. `load` is
 * what the cell was loading, where that is known.
 */
export function explain(
  report: DeathReport | null,
  cell: RunningCell | null,
  trans: Translate,
  load: Estimate | null = null
): Explanation {
  if (report === null) {
    return noReport(cell, trans);
  }
  const said = explainDeath(report, trans, cell, load);
  return { ...said, lines: [aftermathLine(report, trans), ...said.lines] };
}
