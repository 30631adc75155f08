import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import type { ISessionContext } from '@jupyterlab/apputils';
import { IConsoleTracker } from '@jupyterlab/console';
import { INotebookTracker } from '@jupyterlab/notebook';
import type { ISignal } from '@lumino/signaling';

import type { DeathsModel } from '../../model/deaths/deaths';
import type { MonitorModel } from '../../model/memory/monitor';
import { PanelModel } from '../../model/memory/panel';
import type { SettingsModel } from '../../model/settings';
import { IHeadroomDeaths, IHeadroomMonitor, IHeadroomPanel, IHeadroomSettings } from '../../tokens';

/** A notebook or a console. */
interface Document {
  readonly sessionContext: ISessionContext;
}

/** A tracker of documents; each kind of document has its own. */
interface DocumentTracker<T extends Document> {
  readonly currentWidget: T | null;
  readonly currentChanged: ISignal<DocumentTracker<T>, T | null>;
}

/** Calls `onKernelChange` whenever the kernel of the current document changes. */
function follow<T extends Document>(
  tracker: DocumentTracker<T>,
  onKernelChange: (kernelId: string | null) => void
): void {
  let followed: ISessionContext | null = null;
  const update = () => onKernelChange(followed?.session?.kernel?.id ?? null);
  const switchDocument = () => {
    followed?.kernelChanged.disconnect(update);
    followed = tracker.currentWidget?.sessionContext ?? null;
    followed?.kernelChanged.connect(update);
    update();
  };
  tracker.currentChanged.connect(switchDocument);
  switchDocument();
}

/** Provides the panel's model, and makes it follow the current document. */
export const focus: JupyterFrontEndPlugin<PanelModel> = {
  id: 'jupyterlab-headroom:focus',
  description: 'Lets the memory panel follow the notebook in front.',
  autoStart: true,
  provides: IHeadroomPanel,
  requires: [IHeadroomMonitor, IHeadroomSettings],
  optional: [INotebookTracker, IConsoleTracker, IHeadroomDeaths],
  activate: (
    _app: JupyterFrontEnd,
    monitor: MonitorModel,
    settings: SettingsModel,
    notebooks: INotebookTracker | null,
    consoles: IConsoleTracker | null,
    deaths: DeathsModel | null
  ) => {
    const model = new PanelModel(monitor, settings);
    const onKernelChange = (kernelId: string | null) => {
      model.activeKernelId = kernelId;
    };
    if (notebooks) {
      follow(notebooks, onKernelChange);
    }
    if (consoles) {
      follow(consoles, onKernelChange);
    }
    deaths?.changed.connect(() => {
      model.deaths = deaths.deaths;
    });
    return model;
  }
};
