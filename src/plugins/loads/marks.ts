import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { IEditorExtensionRegistry } from '@jupyterlab/codemirror';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import type { HeadroomClient } from '../../logic/types';
import type { MonitorModel } from '../../model/memory/monitor';
import type { SettingsModel } from '../../model/settings';
import {
  IHeadroomClient,
  IHeadroomLoads,
  IHeadroomMonitor,
  IHeadroomSettings,
  type LaterLoads
} from '../../tokens';
import { deferredSource } from '../../widgets/loads/deferredSource';
import { loadMarks } from '../../widgets/loads/loadMarkExtension';
import { later } from '../later';

/** Shows at the end of a line that loads a model how much memory it will take. */
export const marks: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-headroom:marks',
  description: 'Marks lines of code that load a model with what they will take.',
  autoStart: true,
  requires: [
    IEditorExtensionRegistry,
    INotebookTracker,
    IHeadroomClient,
    IHeadroomMonitor,
    IHeadroomSettings,
    IHeadroomLoads
  ],
  optional: [ITranslator],
  activate: (
    app: JupyterFrontEnd,
    extensions: IEditorExtensionRegistry,
    notebooks: INotebookTracker,
    client: HeadroomClient,
    monitor: MonitorModel,
    settings: SettingsModel,
    loads: LaterLoads,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load('jupyterlab_headroom');
    const cells = later(app, async () => {
      const [{ cellMarks }, services] = await Promise.all([
        import(/* webpackChunkName: "later" */ './startMarks'),
        loads.services
      ]);
      return services && cellMarks({ client, monitor, settings, services, notebooks, trans });
    });
    extensions.addExtension({
      name: 'jupyterlab-headroom:marks',
      // Only cells are edited inline; file editors have no kernel.
      factory: ({ inline, model }) =>
        inline
          ? {
              instance: () =>
                loadMarks(deferredSource(cells.then(made => made?.sourceFor(model) ?? null))),
              reconfigure: () => null
            }
          : null
    });
  }
};
