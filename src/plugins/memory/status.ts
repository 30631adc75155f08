import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { IStatusBar } from '@jupyterlab/statusbar';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import type { PanelModel } from '../../model/memory/panel';
import { IHeadroomPanel } from '../../tokens';
import { CommandIDs } from '../../widgets/shared/commands';
import { StatusItem } from '../../widgets/memory/statusItem';

/** Shows the headroom in the status bar, which Notebook 7 does not have. */
export const status: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-headroom:status',
  description: 'Shows the memory that is left in the status bar.',
  autoStart: true,
  requires: [IHeadroomPanel],
  optional: [IStatusBar, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    model: PanelModel,
    statusBar: IStatusBar | null,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load('jupyterlab_headroom');
    const open = () => void app.commands.execute(CommandIDs.showPanel);
    statusBar?.registerStatusItem('jupyterlab-headroom:status', {
      item: new StatusItem(model, open, trans),
      align: 'left',
      rank: 900,
      // Items with priority 0 are the first to vanish when the page is zoomed.
      priority: 1
    });
  }
};
