import type { Cell, ICodeCellModel } from '@jupyterlab/cells';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';

import type { RunningCell } from '../../logic/types';

const HIGHLIGHT_CLASS = 'jp-Headroom-cellHighlight';
const HIGHLIGHT_MS = 4000;

/** The notebook of a kernel, preferably a visible one; null when none is open. */
export function panelOfKernel(notebooks: INotebookTracker, kernelId: string): NotebookPanel | null {
  const panels: NotebookPanel[] = [];
  notebooks.forEach(panel => {
    if (panel.sessionContext.session?.kernel?.id === kernelId) {
      panels.push(panel);
    }
  });
  return panels.find(panel => panel.isVisible) ?? panels[0] ?? null;
}

/** Adds the cell's position, counted from 1, which only the notebook knows. */
export function withPosition(panel: NotebookPanel, cell: RunningCell): RunningCell {
  const index = panel.content.widgets.findIndex(widget => widget.model.id === cell.cellId);
  return index < 0 ? cell : { ...cell, position: index + 1 };
}

/** The cell that the notebook itself marks as running, for when no message has named one. */
export function cellMarkedRunning(panel: NotebookPanel): RunningCell | null {
  const index = panel.content.widgets.findIndex(
    widget =>
      widget.model.type === 'code' && (widget.model as ICodeCellModel).executionState === 'running'
  );
  const model = panel.content.widgets[index]?.model;
  return model
    ? {
        cellId: model.id,
        position: index + 1,
        executionCount: null,
        source: model.sharedModel.getSource(),
        startedMs: null
      }
    : null;
}

/** Scrolls to a cell, makes it the active one and highlights it for a moment. */
export async function revealCell(panel: NotebookPanel, cellId: string): Promise<void> {
  const index = panel.content.widgets.findIndex(widget => widget.model.id === cellId);
  const widget: Cell | undefined = panel.content.widgets[index];
  if (!widget) {
    return;
  }
  panel.content.activeCellIndex = index;
  await panel.content.scrollToCell(widget, 'center');
  widget.addClass(HIGHLIGHT_CLASS);
  window.setTimeout(() => widget.removeClass(HIGHLIGHT_CLASS), HIGHLIGHT_MS);
}
