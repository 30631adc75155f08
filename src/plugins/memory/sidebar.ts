import { ILayoutRestorer } from '@jupyterlab/application';
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette, IThemeManager } from '@jupyterlab/apputils';
import type { ISessionContext } from '@jupyterlab/apputils';
import { IConsoleTracker } from '@jupyterlab/console';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { ServerKernelControl } from '../../api/kernelControl';
import type { ControllableKernel } from '../../api/kernelControl';
import type { PanelModel } from '../../model/memory/panel';
import { WhatFitsModel } from '../../model/loads/whatFits';
import type { HeadroomClient } from '../../logic/types';
import { IHeadroomClient, IHeadroomPanel } from '../../tokens';
import { DeathCommandIDs } from '../deaths/deathCommands';
import { addCommands } from '../../widgets/shared/commands';
import { KernelActions } from '../../widgets/memory/kernels/kernelActions';
import { HeadroomPanel } from '../../widgets/sidebar/panel';

/** Within 501 to 899, the range for third-party panels. */
const RANK = 620;

type Trackers = readonly (INotebookTracker | IConsoleTracker | null)[];

/** Reaches a kernel through the document that uses it, so that the document's status follows. */
function findControllable(kernelId: string, trackers: Trackers): ControllableKernel | null {
  for (const tracker of trackers) {
    let found: ISessionContext | null = null;
    tracker?.forEach(({ sessionContext }) => {
      if (sessionContext.session?.kernel?.id === kernelId) {
        found = sessionContext;
      }
    });
    if (found) {
      return controlThrough(found);
    }
  }
  return null;
}

function controlThrough(context: ISessionContext): ControllableKernel {
  return {
    interrupt: async () => context.session?.kernel?.interrupt(),
    restart: () => context.restartKernel()
  };
}

/** Adds the panel on the right, and its commands. */
export const sidebar: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-headroom:sidebar',
  description: 'Shows the memory that is left in a panel on the right.',
  autoStart: true,
  requires: [IHeadroomPanel, IHeadroomClient],
  optional: [
    INotebookTracker,
    IConsoleTracker,
    ILayoutRestorer,
    ICommandPalette,
    IThemeManager,
    ITranslator
  ],
  activate: (
    app: JupyterFrontEnd,
    model: PanelModel,
    client: HeadroomClient,
    notebooks: INotebookTracker | null,
    consoles: IConsoleTracker | null,
    restorer: ILayoutRestorer | null,
    palette: ICommandPalette | null,
    themes: IThemeManager | null,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load('jupyterlab_headroom');
    const control = new ServerKernelControl(
      app.serviceManager,
      async path => {
        await app.commands.execute('docmanager:open', { path });
      },
      id => findControllable(id, [notebooks, consoles])
    );
    const explain = (id: string) => app.commands.execute(DeathCommandIDs.explainLastDeath, { id });
    const panel = new HeadroomPanel({
      model,
      actions: new KernelActions(control, explain, trans),
      whatFits: new WhatFitsModel({
        client,
        capacity: model.monitor,
        kernelId: () => model.activeKernelId
      }),
      trans
    });
    app.shell.add(panel, 'right', { rank: RANK, type: 'Headroom' });
    restorer?.add(panel, panel.id);
    themes?.themeChanged.connect(() => panel.refreshTheme());
    addCommands({
      commands: app.commands,
      palette,
      model,
      show: () => app.shell.activateById(panel.id),
      trans
    });
  }
};
