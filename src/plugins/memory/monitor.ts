import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';

import type { HeadroomClient } from '../../logic/types';
import { MonitorModel } from '../../model/memory/monitor';
import type { SettingsModel } from '../../model/settings';
import { IHeadroomClient, IHeadroomMonitor, IHeadroomSettings } from '../../tokens';

/** Provides the live figures, with one poll per page however many widgets show them. */
export const monitor: JupyterFrontEndPlugin<MonitorModel> = {
  id: 'jupyterlab-headroom:monitor',
  description: 'Provides the memory that is left, per limit, kernel and GPU.',
  autoStart: true,
  provides: IHeadroomMonitor,
  requires: [IHeadroomClient, IHeadroomSettings],
  activate: (_app: JupyterFrontEnd, client: HeadroomClient, settings: SettingsModel) =>
    new MonitorModel({ client, settings })
};
