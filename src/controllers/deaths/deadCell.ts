import type { ICodeCellModel } from '@jupyterlab/cells';
import type { IError } from '@jupyterlab/nbformat';
import type { NotebookPanel } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { Explanation } from '../../logic/deaths/explain';
import type { RunningCell } from '../../logic/types';
import type { DeathCase } from '../../model/deaths/deathCase';
import type { DeathCases } from '../../model/deaths/deathCases';

type Outputs = ICodeCellModel['outputs'];
type Output = ReturnType<Outputs['get']>;

/** Stands where the name of the exception would. */
const ERROR_NAME = 'KernelDied';

/**
 * The terminal codes for bold, underlined and red. No traceback begins with them, so they are how
 * `style/deadCell.css` recognises these lines, in saved notebooks too.
 */
const MARKED = '\u001b[1;4;31m';
const PLAIN = '\u001b[0m';

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
    let mark: DeadCellOutput | null = null;
    const show = (): void => {
      if (death.isSettled && !death.isWorker) {
        mark ??= this._markFor(death, cell);
        mark?.show(death.explain(this._options.trans));
      }
    };
    // What the cell was loading is looked up later and can improve the advice.
    death.changed.connect(show);
    show();
  }

  /** Null when this page does not show the cell, or when the cell is already running again. */
  private _markFor({ kernelId }: DeathCase, cell: RunningCell): DeadCellOutput | null {
    const { panelOf, running } = this._options;
    const panel = panelOf(kernelId);
    const current = running(kernelId);
    const runsAgain = current?.cellId === cell.cellId && current?.startedMs !== cell.startedMs;
    const model = panel && codeCell(panel, cell.cellId);
    return model && !runsAgain ? new DeadCellOutput(model) : null;
  }
}

export namespace DeadCellMarker {
  export interface IOptions {
    cases: DeathCases;
    trans: TranslationBundle;
    isEnabled: () => boolean;
    panelOf: (kernelId: string) => NotebookPanel | null;
    /** What the kernel is running now. A cell that has been started again is left alone. */
    running: (kernelId: string) => RunningCell | null;
  }
}

/** The explanation under one dead cell, until the cell is run or its outputs are cleared. */
export class DeadCellOutput {
  constructor(private readonly _model: ICodeCellModel) {}

  /**
   * Adds the explanation and ends the cell's waiting state; called again, updates the explanation.
   */
  show(explanation: Explanation): void {
    const { outputs } = this._model;
    const output = errorOutput(explanation);
    if (this._shown === null) {
      this._model.executionState = 'idle';
      outputs.add(output);
      this._shown = outputs.get(outputs.length - 1);
      return;
    }
    const index = indexOf(this._shown, outputs);
    if (index !== null) {
      outputs.set(index, output);
      this._shown = outputs.get(index);
    }
  }

  private _shown: Output | null = null;
}

function indexOf(output: Output, outputs: Outputs): number | null {
  for (let index = 0; index < outputs.length; index++) {
    if (outputs.get(index) === output) {
      return index;
    }
  }
  return null;
}

function errorOutput({ sentence, lines, nextSteps }: Explanation): IError {
  return {
    output_type: 'error',
    ename: ERROR_NAME,
    evalue: sentence,
    traceback: [
      `${MARKED}${ERROR_NAME}${PLAIN}: ${sentence}`,
      ...lines,
      ...nextSteps
        .slice(0, 1)
        .flatMap(({ text, snippet }) => [
          `→ ${text}`,
          ...(snippet ? [snippet.text.replace(/^/gm, '    ')] : [])
        ])
    ]
  };
}

function codeCell(panel: NotebookPanel, cellId: string | null): ICodeCellModel | null {
  const model = panel.content.widgets.find(widget => widget.model.id === cellId)?.model;
  return model?.type === 'code' ? (model as ICodeCellModel) : null;
}
