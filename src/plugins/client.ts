import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';

import { ServerClient } from '../api/client';
import type { HeadroomClient } from '../logic/types';
import { IHeadroomClient } from '../tokens';

/** Provides the client for the server extension. */
export const client: JupyterFrontEndPlugin<HeadroomClient> = {
  id: 'jupyterlab-headroom:client',
  description: 'Reads samples, deaths and checkpoint facts from the server.',
  autoStart: true,
  provides: IHeadroomClient,
  activate: (app: JupyterFrontEnd) => new ServerClient(app.serviceManager.serverSettings)
};
