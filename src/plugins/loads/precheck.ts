import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { IConsoleCellExecutor } from '@jupyterlab/console';
import { INotebookCellExecutor, INotebookTracker } from '@jupyterlab/notebook';
import { IStateDB } from '@jupyterlab/statedb';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import type { DeathsModel } from '../../model/deaths/deaths';
import type { MonitorModel } from '../../model/memory/monitor';
import type { SettingsModel } from '../../model/settings';
import type { PanelModel } from '../../model/memory/panel';
import {
  IHeadroomDeaths,
  IHeadroomLoads,
  IHeadroomMonitor,
  IHeadroomPanel,
  IHeadroomSettings,
  type LaterLoads
} from '../../tokens';
import { later } from '../later';

/** Asks before running a cell that would load more than the memory that is left. */
export const precheck: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-headroom:precheck',
  description: 'Warns before a cell loads a model that does not fit into memory.',
  autoStart: true,
  requires: [IHeadroomMonitor, IHeadroomSettings, IHeadroomLoads],
  optional: [
    INotebookCellExecutor,
    IConsoleCellExecutor,
    INotebookTracker,
    IHeadroomDeaths,
    IHeadroomPanel,
    IStateDB,
    ITranslator
  ],
  activate: (
    app: JupyterFrontEnd,
    monitor: MonitorModel,
    settings: SettingsModel,
    loads: LaterLoads,
    notebookExecutor: INotebookCellExecutor | null,
    consoleExecutor: IConsoleCellExecutor | null,
    notebooks: INotebookTracker | null,
    deaths: DeathsModel | null,
    panel: PanelModel | null,
    state: IStateDB | null,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load('jupyterlab_headroom');
    void later(app, async () => {
      const [{ checkBeforeRuns }, services] = await Promise.all([
        import(/* webpackChunkName: "later" */ './startPrecheck'),
        loads.services
      ]);
      if (services) {
        checkBeforeRuns(app, {
          monitor,
          settings,
          services,
          notebookExecutor,
          consoleExecutor,
          notebooks,
          deaths,
          panel,
          state,
          trans
        });
      }
    });
  }
};
