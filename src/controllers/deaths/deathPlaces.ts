import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';

import type { EditAction } from '../../logic/deaths/explain';
import type { RunningCell } from '../../logic/types';
import { cellMarkedRunning, panelOfKernel, revealCell, withPosition } from './notebookCells';

/** Where on this page a kernel is seen. Without notebooks: nowhere. */
export class DeathPlaces {
  /** `activate` brings a widget to the front, by its id. */
  constructor(
    private readonly _notebooks: INotebookTracker | null,
    private readonly _activate: (widgetId: string) => void
  ) {}

  /** Is a notebook of this kernel on screen? */
  isVisible(kernelId: string): boolean {
    return this.panelOf(kernelId)?.isVisible ?? false;
  }

  canReveal(kernelId: string, cell: RunningCell): boolean {
    return this.panelOf(kernelId) !== null && cell.cellId !== null;
  }

  reveal(kernelId: string, cell: RunningCell): void {
    const panel = this.panelOf(kernelId);
    if (panel && cell.cellId !== null) {
      this._activate(panel.id);
      void revealCell(panel, cell.cellId);
    }
  }

  /** Changes a cell, which can be undone; rejects when it is gone or says something else now. */
  async editCell(kernelId: string, { cellId, before, after }: EditAction): Promise<void> {
    const panel = this.panelOf(kernelId);
    const cell = panel?.content.widgets.find(({ model }) => model.id === cellId);
    if (!panel || cell?.model.sharedModel.getSource() !== before) {
      throw new Error('The cell has changed.');
    }
    cell.model.sharedModel.setSource(after);
  }

  /** What the messages told, completed by what the notebook knows. */
  runningCell(kernelId: string, fromMessages: RunningCell | null): RunningCell | null {
    const panel = this.panelOf(kernelId);
    if (!panel) {
      return fromMessages;
    }
    return fromMessages ? withPosition(panel, fromMessages) : cellMarkedRunning(panel);
  }

  /** Paths of the notebooks whose kernel is being restarted at this moment. */
  dyingPaths(): string[] {
    const paths: string[] = [];
    this._notebooks?.forEach(({ sessionContext: { session } }) => {
      if (session?.kernel?.status === 'autorestarting') {
        paths.push(session.path);
      }
    });
    return paths;
  }

  /** The notebook of a kernel; null when none is open. */
  panelOf(kernelId: string): NotebookPanel | null {
    return this._notebooks && panelOfKernel(this._notebooks, kernelId);
  }
}
