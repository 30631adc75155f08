import { CAUSES } from '../../types';
import type { Cause, DeathReport, Estimate, RunningCell } from '../../types';
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

type Explain = (
  report: DeathReport,
  trans: Translate,
  cell: RunningCell | null,
  load: Estimate | null
) => Explanation;

const BY_CAUSE: Readonly<Record<Cause, Explain>> = {
  'oom-kill-limit': limitReached,
  'oom-kill-machine': machineFull,
  'oom-kill-other-grew': otherGrew,
  'oom-kill-daemon': killedByDaemon,
  'oom-kill-user-daemon': killedByUserDaemon,
  'killed-from-outside': killedFromOutside,
  'terminated-from-outside': terminatedFromOutside,
  'shared-memory-full': sharedMemoryFull,
  'bus-error': busError,
  segfault,
  abort,
  'out-of-memory-native': nativeAllocationFailed,
  'illegal-instruction': illegalInstruction,
  signal: otherSignal,
  exited,
  'could-not-start': couldNotStart,
  'crash-loop': (report, trans, cell, load) => {
    const last = CAUSES.find(cause => cause === report.details['last_cause']);
    return crashLoop(
      report,
      trans,
      cell,
      last && last !== 'crash-loop' ? BY_CAUSE[last](report, trans, cell, load) : null
    );
  },
  'worker-oom-kill': workerKilled,
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
  const said = BY_CAUSE[report.cause](report, trans, cell, load);
  return { ...said, lines: [aftermathLine(report, trans), ...said.lines] };
}
