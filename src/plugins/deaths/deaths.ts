import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { IConsoleTracker } from '@jupyterlab/console';
import { INotebookTracker } from '@jupyterlab/notebook';
import { IStateDB } from '@jupyterlab/statedb';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { onDeathHint } from '../../api/deathEvents';
import type { HeadroomClient } from '../../logic/types';
import { DeathsModel } from '../../model/deaths/deaths';
import type { SettingsModel } from '../../model/settings';
import {
  IHeadroomClient,
  IHeadroomDeaths,
  IHeadroomLoads,
  IHeadroomSettings,
  type LaterLoads
} from '../../tokens';
import { later } from '../later';

/** Says why a kernel died, in place of JupyterLab's "Kernel Restarting". */
export const deaths: JupyterFrontEndPlugin<DeathsModel> = {
  id: 'jupyterlab-headroom:deaths',
  description: 'Explains why a kernel died, with the evidence.',
  autoStart: true,
  provides: IHeadroomDeaths,
  requires: [IHeadroomClient, IHeadroomSettings],
  optional: [
    IHeadroomLoads,
    INotebookTracker,
    IConsoleTracker,
    IStateDB,
    ICommandPalette,
    ITranslator
  ],
  activate: (
    app: JupyterFrontEnd,
    client: HeadroomClient,
    settings: SettingsModel,
    loads: LaterLoads | null,
    notebooks: INotebookTracker | null,
    consoles: IConsoleTracker | null,
    state: IStateDB | null,
    palette: ICommandPalette | null,
    translator: ITranslator | null
  ) => {
    const model = new DeathsModel(client);
    const translations = translator ?? nullTranslator;
    const parts = { model, settings, notebooks, consoles, state, palette, translations };
    void later(app, async () => {
      const [{ explainDeaths }, services] = await Promise.all([
        import(/* webpackChunkName: "later" */ './startDeaths'),
        loads?.services ?? null
      ]);
      explainDeaths(app, { ...parts, services });
      onDeathHint(app.serviceManager.events, () => void model.refresh());
      await model.refresh();
    });
    return model;
  }
};
