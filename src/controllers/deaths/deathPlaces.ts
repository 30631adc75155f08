import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';

import type { EditAction } from '../../logic/deaths/explain';
import type { RunningCell } from '../../logic/types';
import { cellMarkedRunning, panelOfKernel, revealCell, withPosition } from './notebookCells';

/** Where a kernel is shown on this page. Without a notebook tracker, that is nowhere. */
export class DeathPlaces {
  /** `activate` brings the widget with this id to the front. */
  constructor(
    private readonly _notebooks: INotebookTracker | null,
    private readonly _activate: (widgetId: string) => void
  ) {}

  /** Whether a notebook of this kernel is on screen. */
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

  /** Edits a cell, which can be undone. Rejects when the cell is gone or its source has changed. */
  async editCell(kernelId: string, { cellId, before, after }: EditAction): Promise<void> {
    const panel = this.panelOf(kernelId);
    const cell = panel?.content.widgets.find(({ model }) => model.id === cellId);
    if (!panel || cell?.model.sharedModel.getSource() !== before) {
      throw new Error('The cell has changed.');
    }
    cell.model.sharedModel.setSource(after);
  }

  /**
   * What the kernel's messages say is running, with the position that only the notebook knows. If
   * there were no messages, the cell that the notebook marks as running.
   */
  runningCell(kernelId: string, fromMessages: RunningCell | null): RunningCell | null {
    const panel = this.panelOf(kernelId);
    if (!panel) {
      return fromMessages;
    }
    return fromMessages ? withPosition(panel, fromMessages) : cellMarkedRunning(panel);
  }

  /**
   * Paths of the notebooks whose kernel has died and is being restarted by the server right now.
   */
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
