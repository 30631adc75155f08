import type { DeathReport, Estimate, PlainEnd } from '../../types';
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
import type { DeathContext, Explanation } from '../types';

export { looking } from './notKnown';
export type * from '../types';

/** What `explain` is given: a context that may lack a report. */
export interface ExplainOptions extends Omit<DeathContext, 'report' | 'load'> {
  /** null: the server sent none. */
  report: DeathReport | null;
  /** null by default. */
  load?: Estimate | null;
}

function explainDeath(context: DeathContext): Explanation {
  const { details } = context.report;
  switch (details.cause) {
    case 'oom-kill-limit':
      return limitReached(context, details);
    case 'oom-kill-machine':
      return machineFull(context, details);
    case 'oom-kill-other-grew':
      return otherGrew(context, details);
    case 'oom-kill-daemon':
      return killedByDaemon(context, details);
    case 'oom-kill-user-daemon':
      return killedByUserDaemon(context, details);
    case 'killed-from-outside':
      return killedFromOutside(context, details);
    case 'shared-memory-full':
      return sharedMemoryFull(context, details);
    case 'segfault':
      return segfault(context, details);
    case 'illegal-instruction':
      return illegalInstruction(context, details);
    case 'signal':
      return otherSignal(context, details);
    case 'worker-oom-kill':
      return workerKilled(context, details);
    case 'crash-loop': {
      const last = explainDeath({
        ...context,
        report: { ...context.report, details: details.last }
      });
      return crashLoop(context, last);
    }
    default:
      return EXPLAIN_PLAIN[details.cause](context);
  }
}

/** Causes that have no details of their own. */
const EXPLAIN_PLAIN: Readonly<Record<PlainEnd['cause'], (context: DeathContext) => Explanation>> = {
  'terminated-from-outside': terminatedFromOutside,
  'bus-error': busError,
  abort,
  'out-of-memory-native': nativeAllocationFailed,
  exited,
  'could-not-start': couldNotStart,
  unknown: notKnown
};

/**
 * Explains a report in words for people. The server determines the cause; only the wording is
 * decided here. Without a report, the explanation is limited to what the browser knows.
 */
export function explain({ report, cell, load = null, trans }: ExplainOptions): Explanation {
  if (report === null) {
    return noReport(cell, trans);
  }
  const explanation = explainDeath({ report, cell, load, trans });
  return { ...explanation, lines: [aftermathLine(report, trans), ...explanation.lines] };
}
