import type { CodeConsole, IConsoleTracker } from '@jupyterlab/console';

import { readCellFailure } from '../../logic/deaths/failures/cellFailure';
import { mayHoldFailure, outputText } from './cellOutputs';
import type { FailedCell } from './failureWatch';

/** Calls back for each console entry that hit a memory failure while its kernel stayed alive. */
export function watchConsoleFailures(
  consoles: IConsoleTracker,
  onFailure: (failed: FailedCell) => void
): void {
  const watch = ({ console }: { console: CodeConsole }): void => {
    console.executed.connect(() => {
      const failed = lastFailure(console);
      if (failed) {
        onFailure(failed);
      }
    });
  };
  consoles.forEach(watch);
  consoles.widgetAdded.connect((_, panel) => watch(panel));
}

/**
 * The memory failure of the entry that has just ended, if it had one. That entry is the newest,
 * because a console runs one at a time.
 */
function lastFailure(console: CodeConsole): FailedCell | null {
  const { cells, sessionContext } = console;
  const cell = cells.length > 0 ? cells.get(cells.length - 1) : null;
  const session = sessionContext.session;
  if (!cell || cell.model.type !== 'code' || !session?.kernel) {
    return null;
  }
  const source = cell.model.sharedModel.getSource();
  const { text, hasError } = outputText(cell.model);
  const failure = mayHoldFailure(source, !hasError) ? readCellFailure(text) : null;
  if (!failure || (failure.kind !== 'worker-death' && !hasError)) {
    return null;
  }
  return {
    kernelId: session.kernel.id,
    path: session.path,
    cell: { cellId: null, position: null, executionCount: null, source, startedMs: null },
    failure
  };
}
