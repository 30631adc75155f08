import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { IEditorExtensionRegistry } from '@jupyterlab/codemirror';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import type { HeadroomClient } from '../logic/types';
import { LoadMarks } from '../model/loadMarks';
import type { MonitorModel } from '../model/monitor';
import type { SettingsModel } from '../model/settings';
import {
  IHeadroomClient,
  IHeadroomLoads,
  IHeadroomMonitor,
  IHeadroomSettings,
  type LoadServices
} from '../tokens';
import { CellMarks } from '../widgets/cellMarks';
import { loadMarks } from '../widgets/loadMarkExtension';

/** Shows behind a line that loads a model what it will take. */
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
    _app: JupyterFrontEnd,
    extensions: IEditorExtensionRegistry,
    notebooks: INotebookTracker,
    client: HeadroomClient,
    monitor: MonitorModel,
    settings: SettingsModel,
    services: LoadServices,
    translator: ITranslator | null
  ) => {
    const cells = new CellMarks({
      notebooks,
      loads: new LoadMarks({ client, capacity: monitor, log: services.log }),
      monitor,
      settings,
      trans: (translator ?? nullTranslator).load('jupyterlab_headroom')
    });
    extensions.addExtension({
      name: 'jupyterlab-headroom:marks',
      // Files have no kernel; only cells are edited inline.
      factory: ({ inline, model }) =>
        inline
          ? { instance: () => loadMarks(cells.sourceFor(model)), reconfigure: () => null }
          : null
    });
  }
};
