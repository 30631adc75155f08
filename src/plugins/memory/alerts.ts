import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { AlertsModel } from '../../model/memory/alerts';
import type { PanelModel } from '../../model/memory/panel';
import { IHeadroomPanel } from '../../tokens';
import { AlertNotices } from '../../controllers/memory/alertNotices';
import { CommandIDs } from '../../widgets/shared/commands';

/** Says once when memory becomes tight or critical. */
export const alerts: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-headroom:alerts',
  description: 'Notifies when the memory that is left becomes critical.',
  autoStart: true,
  requires: [IHeadroomPanel],
  optional: [ITranslator],
  activate: (app: JupyterFrontEnd, panel: PanelModel, translator: ITranslator | null) => {
    const { monitor, settings } = panel;
    new AlertNotices({
      alerts: new AlertsModel(monitor, settings),
      monitor,
      settings,
      show: () => void app.commands.execute(CommandIDs.showPanel),
      trans: (translator ?? nullTranslator).load('jupyterlab_headroom')
    });
  }
};
