import type { Cell, ICodeCellModel } from '@jupyterlab/cells';
import { NotebookActions } from '@jupyterlab/notebook';
import type { INotebookTracker, Notebook, NotebookPanel } from '@jupyterlab/notebook';

import { readCellFailure } from '../../logic/deaths/failures/cellFailure';
import type { CellFailure } from '../../logic/deaths/failures/cellFailure';
import type { RunningCell } from '../../logic/types';
import { mayHoldFailure, outputText } from './cellOutputs';

export interface FailedCell {
  kernelId: string;
  path: string;
  cell: RunningCell;
  failure: CellFailure;
}

interface Executed {
  notebook: Notebook;
  cell: Cell;
  success: boolean;
}

/** Calls back for each notebook cell that hit a memory failure while its kernel stayed alive. */
export class FailureWatch {
  constructor(
    private readonly _notebooks: INotebookTracker,
    private readonly _onFailure: (failed: FailedCell) => void
  ) {
    NotebookActions.executed.connect(this._onExecuted, this);
  }

  dispose(): void {
    NotebookActions.executed.disconnect(this._onExecuted, this);
  }

  private _onExecuted(_: unknown, { notebook, cell, success }: Executed): void {
    const source = cell.model.sharedModel.getSource();
    if (cell.model.type !== 'code' || !mayHoldFailure(source, success)) {
      return;
    }
    const panel = this._notebooks.find(candidate => candidate.content === notebook);
    const kernelId = panel?.sessionContext.session?.kernel?.id;
    const failure = readCellFailure(outputText(cell.model).text);
    if (panel && kernelId && failure && (failure.kind === 'worker-death' || !success)) {
      this._onFailure({
        kernelId,
        path: panel.context.path,
        cell: describe(panel, cell, source),
        failure
      });
    }
  }
}

function describe(panel: NotebookPanel, cell: Cell, source: string): RunningCell {
  return {
    cellId: cell.model.id,
    position: panel.content.widgets.indexOf(cell) + 1,
    executionCount: (cell.model as ICodeCellModel).executionCount,
    source,
    startedMs: null
  };
}
