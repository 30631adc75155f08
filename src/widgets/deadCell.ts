import type { ICodeCellModel } from '@jupyterlab/cells';
import type { NotebookPanel } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { Explanation } from '../logic/explain';
import type { RunningCell } from '../logic/types';
import type { DeathCase } from '../model/deathCase';
import type { DeathCases } from '../model/deathCases';

/** What stands where the name of an exception would. */
const ERROR_NAME = 'KernelDied';

/** ANSI colours, as tracebacks use them. */
const RED = '\u001b[31m';
const PLAIN = '\u001b[39m';

/**
 * Puts the explanation under the cell that was running, where the traceback
 * would be. The next run of the cell removes it, as it does any output.
 */
export class DeadCellMarker {
  constructor(private readonly _options: DeadCellMarker.IOptions) {
    _options.cases.opened.connect(this._onOpened, this);
  }

  private _onOpened(_: DeathCases, death: DeathCase): void {
    const { cell } = death;
    if (!cell || !this._options.isEnabled()) {
      return;
    }
    const mark = (): void => {
      if (death.isSettled && !death.isWorker) {
        death.changed.disconnect(mark);
        this._mark(death, cell);
      }
    };
    death.changed.connect(mark);
    mark();
  }

  private _mark(death: DeathCase, cell: RunningCell): void {
    const { panelOf, running, trans } = this._options;
    const panel = panelOf(death.kernelId);
    const current = running(death.kernelId);
    const runsAgain = current?.cellId === cell.cellId && current?.startedMs !== cell.startedMs;
    const model = panel && codeCell(panel, cell.cellId);
    if (model && !runsAgain) {
      markDead(model, death.explain(trans));
    }
  }
}

export namespace DeadCellMarker {
  export interface IOptions {
    cases: DeathCases;
    trans: TranslationBundle;
    isEnabled: () => boolean;
    panelOf: (kernelId: string) => NotebookPanel | null;
    /** What the kernel runs now: a cell that was started again is left alone. */
    running: (kernelId: string) => RunningCell | null;
  }
}

/** Ends the waiting state of a cell whose kernel is gone, and says why. */
function markDead(model: ICodeCellModel, explanation: Explanation): void {
  model.executionState = 'idle';
  model.outputs.add({
    output_type: 'error',
    ename: ERROR_NAME,
    evalue: explanation.sentence,
    traceback: [
      `${RED}${ERROR_NAME}${PLAIN}: ${explanation.sentence}`,
      ...explanation.lines,
      ...explanation.nextSteps.slice(0, 1).map(step => `→ ${step.text}`)
    ]
  });
}

function codeCell(panel: NotebookPanel, cellId: string | null): ICodeCellModel | null {
  const model = panel.content.widgets.find(widget => widget.model.id === cellId)?.model;
  return model?.type === 'code' ? (model as ICodeCellModel) : null;
}
