import type { TranslationBundle } from '@jupyterlab/translation';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import { DisposableDelegate } from '@lumino/disposable';
import type { IDisposable } from '@lumino/disposable';

import { markText } from '../../logic/loads/words/markText';
import type { CellSource } from '../../logic/types';
import { explainVerdict } from '../../logic/loads/words/verdictText';
import type { LoadMark, LoadMarks, EstimatedLoads } from '../../model/loads/loadMarks';
import type { MonitorModel } from '../../model/memory/monitor';
import type { SettingsModel } from '../../model/settings';
import type { LineMark, MarkSource } from './loadMarkExtension';

/** Marks for the loads found in notebook cells. */
export class CellMarks {
  constructor(private readonly _options: CellMarks.IOptions) {}

  /** The source of marks for the editor of one cell, identified by its cell model. */
  sourceFor(model: unknown): MarkSource {
    let panel: NotebookPanel | null = null;
    let found: EstimatedLoads | null = null;
    let lookedUpKernelId: string | null = null;
    return {
      lookUp: async () => {
        panel ??= this._options.notebooks.find(candidate => holds(candidate, model)) ?? null;
        lookedUpKernelId = kernelIdOf(panel);
        found = await this._lookUp(panel, model);
        return this._marks(found);
      },
      current: () => this._marks(found),
      // A different kernel has different libraries and possibly a different limit.
      onChange: listener =>
        this._listen(
          listener,
          () =>
            kernelIdOf(panel) !== lookedUpKernelId ||
            (found !== null && this._options.loads.isStale(found))
        )
    };
  }

  private async _lookUp(
    panel: NotebookPanel | null,
    model: unknown
  ): Promise<EstimatedLoads | null> {
    const { loads, monitor } = this._options;
    const kernelId = kernelIdOf(panel);
    if (panel === null || kernelId === null || !this._isOn()) {
      return null;
    }
    if (monitor.context === null) {
      await monitor.refresh();
    }
    const cells = cellsDownTo(panel, model);
    return loads.lookUp(cells, cells.length - 1, kernelId);
  }

  private _marks(found: EstimatedLoads | null): readonly LineMark[] {
    const { loads, trans } = this._options;
    if (found === null || !this._isOn()) {
      return [];
    }
    return loads.marks(found).flatMap(mark => lineMark(mark, trans) ?? []);
  }

  /** New figures only redraw marks; a new setting or kernel may add or remove them. */
  private _listen(
    listener: (needsLookUp: boolean) => void,
    needsLookUp: () => boolean
  ): IDisposable {
    const { monitor, settings } = this._options;
    const redraw = (): void => listener(needsLookUp());
    const lookUp = (): void => listener(true);
    monitor.changed.connect(redraw);
    settings.changed.connect(lookUp);
    return new DisposableDelegate(() => {
      monitor.changed.disconnect(redraw);
      settings.changed.disconnect(lookUp);
    });
  }

  private _isOn(): boolean {
    return this._options.settings.composite.markLoads;
  }
}

export namespace CellMarks {
  export interface IOptions {
    notebooks: INotebookTracker;
    loads: LoadMarks;
    monitor: MonitorModel;
    settings: SettingsModel;
    trans: TranslationBundle;
  }
}

/** What a load takes and, unless it has run or its library may be missing, how it would end. */
export function lineMark(mark: LoadMark, trans: TranslationBundle): LineMark | null {
  const { to, verdict, hasRun, isOpen } = mark;
  // After a load has run, its memory is already in use, so a verdict would be about a second load.
  const isOnlySize = hasRun || isOpen;
  const text = markText(verdict, isOnlySize, trans);
  if (text === null) {
    return null;
  }
  const kind = isOnlySize ? 'ran' : verdict.kind;
  if (isOpen) {
    const { library } = verdict.estimate.call;
    const open = trans.__('%1. It is not known whether %2 is in this kernel.', text, library);
    return { at: to, text, kind, title: open };
  }
  const { title, sentence } = explainVerdict(verdict, trans);
  return { at: to, text, kind, title: trans.__('%1. %2', title, sentence) };
}

/** The code cells up to and including the one with `model`, in notebook order. */
function cellsDownTo(panel: NotebookPanel, model: unknown): CellSource[] {
  const code = codeCells(panel);
  return code
    .slice(0, code.findIndex(cell => cell === model) + 1)
    .map(({ id, sharedModel }) => ({ id, source: sharedModel.getSource() }));
}

const kernelIdOf = (panel: NotebookPanel | null): string | null =>
  panel?.sessionContext.session?.kernel?.id ?? null;

const codeCells = ({ content }: NotebookPanel) =>
  [...(content.model?.cells ?? [])].filter(({ type }) => type === 'code');

const holds = (panel: NotebookPanel, model: unknown): boolean =>
  codeCells(panel).some(cell => cell === model);
