import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { IConsoleTracker } from '@jupyterlab/console';
import type { INotebookTracker } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';

import { kernelState, shutDownKernel } from '../../api/kernels';
import { vramPlane } from '../../logic/memory/vramPlane';
import type { VramPlane } from '../../logic/memory/vramPlane';
import type { DeathsModel } from '../../model/deaths/deaths';
import { FailureCase } from '../../model/deaths/failureCase';
import type { MonitorModel } from '../../model/memory/monitor';
import type { SettingsModel } from '../../model/settings';
import { watchConsoleFailures } from '../../controllers/deaths/consoleFailureWatch';
import { DeathPlaces } from '../../controllers/deaths/deathPlaces';
import { FailureWatch } from '../../controllers/deaths/failureWatch';
import type { FailedCell } from '../../controllers/deaths/failureWatch';
import { reportActions } from '../../controllers/deaths/reportActions';
import { ReportOpener } from '../../controllers/deaths/reportOpener';
import { sidebarOpener } from '../sidebarOpener';

export interface FailureParts {
  notebooks: INotebookTracker;
  consoles: IConsoleTracker | null;
  deaths: DeathsModel;
  monitor: MonitorModel;
  settings: SettingsModel;
  trans: TranslationBundle;
}

/** Watches cell outputs for memory failures, and explains them. */
export function watchFailures(app: JupyterFrontEnd, parts: FailureParts): void {
  const { notebooks, consoles, deaths, monitor, settings, trans } = parts;
  const places = new DeathPlaces(notebooks, id => app.shell.activateById(id));
  const opener = new ReportOpener({
    trans,
    places,
    showSidebar: sidebarOpener(app.commands),
    act: reportActions({
      places,
      state: id => kernelState(app.serviceManager, id),
      shutDown: id => shutDownKernel(app.serviceManager, id),
      trans
    })
  });
  const explain = (failed: FailedCell): void => {
    if (!settings.composite.explainDeaths) {
      return;
    }
    void Promise.all([deaths.refresh(), monitor.refresh()]).then(() => {
      // For a killed worker the server's own report says more, and has already been shown.
      if (failed.failure.kind === 'gpu-oom' || !deaths.hasNewsOf(failed.kernelId)) {
        opener.notify(
          new FailureCase({ ...failed, plane: currentVramPlane(monitor, failed.kernelId) })
        );
      }
    });
  };
  new FailureWatch(notebooks, explain);
  if (consoles) {
    watchConsoleFailures(consoles, explain);
  }
}

function currentVramPlane(monitor: MonitorModel, kernelId: string): VramPlane | null {
  const { context, history, latest } = monitor;
  return context && vramPlane(context, history.last, latest, kernelId);
}
