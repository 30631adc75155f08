import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { IConsoleTracker } from '@jupyterlab/console';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import type { DeathsModel } from '../../model/deaths/deaths';
import type { MonitorModel } from '../../model/memory/monitor';
import type { SettingsModel } from '../../model/settings';
import { IHeadroomDeaths, IHeadroomMonitor, IHeadroomSettings } from '../../tokens';
import { later } from '../later';

/** Explains cells that failed for lack of memory while their kernel survived. */
export const failures: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-headroom:failures',
  description: 'Explains GPU out of memory and killed worker processes in cells.',
  autoStart: true,
  requires: [INotebookTracker, IHeadroomDeaths, IHeadroomMonitor, IHeadroomSettings],
  optional: [IConsoleTracker, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    notebooks: INotebookTracker,
    deaths: DeathsModel,
    monitor: MonitorModel,
    settings: SettingsModel,
    consoles: IConsoleTracker | null,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load('jupyterlab_headroom');
    void later(app, async () => {
      const { watchFailures } = await import(/* webpackChunkName: "later" */ './startFailures');
      watchFailures(app, { notebooks, consoles, deaths, monitor, settings, trans });
    });
  }
};
