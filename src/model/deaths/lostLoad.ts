import type { Kernel } from '@jupyterlab/services';

import { findLoadCalls } from '../../logic/cells/detect';
import type { Fix } from '../../logic/loads/fixes';
import { capacityAfterDeath } from '../../logic/memory/deathLimit';
import type { CellSource, DeathReport, Estimate, RunningCell } from '../../logic/types';
import type { LoadJudge } from '../loads/loadJudge';

/** What a cell was loading when its kernel died, and what would make it fit. */
export interface LostLoad {
  estimate: Estimate;
  /** Edits of the cell, best first. */
  fixes: readonly Fix[];
}

/**
 * Looks up what the running cell was loading, with the names that the cells before it defined and
 * the library versions of its kernel.
 *
 * Resolves to null when the cell loads nothing, or when its model cannot be looked up. Never
 * rejects, because the result only adds to an explanation.
 *
 * @param ran - the cells that the kernel was given up to its death, in order.
 * @param report - fixes are judged by the limit that it names; null: by the present capacity.
 */
export async function lookUpLostLoad(
  judge: Pick<LoadJudge, 'judge' | 'findRemedies'>,
  kernel: Kernel.IKernelConnection,
  cell: RunningCell,
  ran: readonly CellSource[],
  report: DeathReport | null
): Promise<LostLoad | null> {
  const executed = cellsBefore(ran, cell.source);
  const here: CellSource = { id: cell.cellId ?? '', source: cell.source };
  const calls = findLoadCalls([...executed, here], executed.length);
  if (calls.length === 0) {
    return null;
  }
  try {
    // The kernel that runs now is a new process and is not asked; the server looks at its files.
    const load = { calls, source: cell.source, executed };
    const judged = await judge.judge(load, kernel, false, undefined, now =>
      report ? capacityAfterDeath(report, now) : now
    );
    const estimate = judged.verdict?.estimate ?? judged.estimates[0];
    return estimate ? { estimate, fixes: judge.findRemedies(judged, kernel.id).fixes } : null;
  } catch {
    return null;
  }
}

/** The cells that ran before this one; those queued behind it had not run. */
function cellsBefore(ran: readonly CellSource[], source: string): readonly CellSource[] {
  const at = ran.map(other => other.source).lastIndexOf(source);
  return at < 0 ? ran : ran.slice(0, at);
}
