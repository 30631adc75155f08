import type { Kernel } from '@jupyterlab/services';

import { findLoadCalls } from '../../logic/cells/detect';
import type { Fix } from '../../logic/loads/fixes';
import type { CellSource, Estimate, RunningCell } from '../../logic/types';
import type { LoadJudge } from '../loads/loadJudge';

/** What a cell was loading when its kernel died, and what would make it fit. */
export interface LostLoad {
  estimate: Estimate;
  /** Edits of the cell, best first. */
  fixes: readonly Fix[];
}

/**
 * Looks up what the cell that was running was loading: with the names that the
 * cells before it defined, and the library versions of its kernel.
 *
 * null when it loads nothing, or when its model cannot be looked up. Never
 * rejects: it only adds to an answer.
 *
 * @param ran - what the kernel was given, in order, up to the death.
 */
export async function lookUpLostLoad(
  judge: Pick<LoadJudge, 'judge' | 'findRemedies'>,
  kernel: Kernel.IKernelConnection,
  cell: RunningCell,
  ran: readonly CellSource[]
): Promise<LostLoad | null> {
  const executed = cellsBefore(ran, cell.source);
  const here: CellSource = { id: cell.cellId ?? '', source: cell.source };
  const calls = findLoadCalls([...executed, here], executed.length);
  if (calls.length === 0) {
    return null;
  }
  try {
    // The kernel that runs now is a new one: it is not asked, its files are.
    const judged = await judge.judge({ calls, source: cell.source, executed }, kernel, false);
    const estimate = judged.verdict?.estimate ?? judged.estimates[0];
    return estimate ? { estimate, fixes: judge.findRemedies(judged, kernel.id).fixes } : null;
  } catch {
    return null;
  }
}

/** Whatever was queued behind the cell had not run. */
function cellsBefore(ran: readonly CellSource[], source: string): readonly CellSource[] {
  const at = ran.map(other => other.source).lastIndexOf(source);
  return at < 0 ? ran : ran.slice(0, at);
}
