import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { shutDownKernel } from '../api/kernels';
import { vramPlane } from '../logic/vramPlane';
import type { VramPlane } from '../logic/vramPlane';
import type { DeathsModel } from '../model/deaths';
import { FailureCase } from '../model/failureCase';
import type { MonitorModel } from '../model/monitor';
import type { SettingsModel } from '../model/settings';
import { IHeadroomDeaths, IHeadroomMonitor, IHeadroomSettings } from '../tokens';
import { DeathPlaces } from '../widgets/deathPlaces';
import { FailureWatch } from '../widgets/failureWatch';
import { ReportOpener } from '../widgets/reportOpener';

/** Explains cells that failed for memory while their kernel lives. */
export const failures: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-headroom:failures',
  description: 'Explains GPU out of memory and killed worker processes in cells.',
  autoStart: true,
  requires: [INotebookTracker, IHeadroomDeaths, IHeadroomMonitor, IHeadroomSettings],
  optional: [ITranslator],
  activate: (
    app: JupyterFrontEnd,
    notebooks: INotebookTracker,
    deaths: DeathsModel,
    monitor: MonitorModel,
    settings: SettingsModel,
    translator: ITranslator | null
  ) => {
    const opener = new ReportOpener({
      trans: (translator ?? nullTranslator).load('jupyterlab_headroom'),
      places: new DeathPlaces(notebooks, id => app.shell.activateById(id)),
      act: action => shutDownKernel(app.serviceManager, action.kernelId)
    });
    new FailureWatch(notebooks, failed => {
      if (!settings.composite.explainDeaths) {
        return;
      }
      void Promise.all([deaths.refresh(), monitor.refresh()]).then(() => {
        // The server's own report of a killed worker says more, and has been shown.
        if (failed.failure.kind === 'gpu-oom' || !deaths.hasNewsOf(failed.kernelId)) {
          opener.notify(new FailureCase({ ...failed, plane: planeNow(monitor, failed.kernelId) }));
        }
      });
    });
  }
};

function planeNow(monitor: MonitorModel, kernelId: string): VramPlane | null {
  const { context, history, latest } = monitor;
  return context && vramPlane(context, history.last, latest, kernelId);
}
