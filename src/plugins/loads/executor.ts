import type { JupyterFrontEndPlugin } from '@jupyterlab/application';
import { IConsoleCellExecutor, runCell as runConsoleCell } from '@jupyterlab/console';
import { INotebookCellExecutor, runCell as runNotebookCell } from '@jupyterlab/notebook';

import { GatedExecutor } from '../../controllers/loads/gatedExecutor';

/**
 * Cell executors that behave like JupyterLab's own until a gate is attached.
 *
 * They have no dependencies and cannot fail, because without an executor no notebook would
 * work. The package name is unscoped so that the executors of other extensions register later
 * and win over these; the precheck plugin then wraps the winner.
 */
export const notebookExecutor: JupyterFrontEndPlugin<INotebookCellExecutor> = {
  id: 'jupyterlab-headroom:notebook-executor',
  description: 'Runs notebook cells, with room for a check before the run.',
  autoStart: true,
  provides: INotebookCellExecutor,
  activate: () => new GatedExecutor<INotebookCellExecutor.IRunCellOptions>(runNotebookCell)
};

export const consoleExecutor: JupyterFrontEndPlugin<IConsoleCellExecutor> = {
  id: 'jupyterlab-headroom:console-executor',
  description: 'Runs console cells, with room for a check before the run.',
  autoStart: true,
  provides: IConsoleCellExecutor,
  activate: () => new GatedExecutor<IConsoleCellExecutor.IRunCellOptions>(runConsoleCell)
};
