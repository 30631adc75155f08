import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';

import type { HeadroomClient } from '../../logic/types';
import type { MonitorModel } from '../../model/memory/monitor';
import { IHeadroomClient, IHeadroomLoads, IHeadroomMonitor, type LaterLoads } from '../../tokens';
import { later } from '../later';

/** Provides the load services to the check before a run and to the marks in cells. */
export const loads: JupyterFrontEndPlugin<LaterLoads> = {
  id: 'jupyterlab-headroom:loads',
  description: 'Looks up what cells load and judges whether it fits.',
  autoStart: true,
  provides: IHeadroomLoads,
  requires: [IHeadroomClient, IHeadroomMonitor],
  activate: (app: JupyterFrontEnd, client: HeadroomClient, monitor: MonitorModel): LaterLoads => {
    const services = later(app, async () => {
      const { loadServices } = await import(/* webpackChunkName: "later" */ './startLoads');
      return loadServices(client, monitor);
    });
    return {
      services,
      check: async (source, kernel) => (await services)?.check(source, kernel) ?? null
    };
  }
};
