import type { ICommandPalette } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';

import type { PanelModel } from '../../model/memory/panel';
import { headroomIcon } from './icons';

export namespace CommandIDs {
  export const showPanel = 'headroom:show-panel';
  export const refresh = 'headroom:refresh-figures';
  export const toggleTable = 'headroom:toggle-table';
}

/** Describes a command that takes no arguments. */
const NO_ARGUMENTS = { args: { type: 'object', properties: {} } } as const;

export interface CommandOptions {
  commands: CommandRegistry;
  palette: ICommandPalette | null;
  model: PanelModel;
  /** Brings the panel to the front. */
  show(): void;
  trans: TranslationBundle;
}

/** Adds the commands of the panel to the registry and the palette. */
export function addCommands(options: CommandOptions): void {
  const { commands, palette, model, show, trans } = options;
  commands.addCommand(CommandIDs.showPanel, {
    label: trans.__('Show Memory Headroom'),
    caption: trans.__('Show how much memory is left, and who takes it'),
    icon: headroomIcon,
    describedBy: NO_ARGUMENTS,
    execute: show
  });
  commands.addCommand(CommandIDs.refresh, {
    label: trans.__('Refresh Memory Figures'),
    caption: trans.__('Ask the server for the newest memory figures now'),
    describedBy: NO_ARGUMENTS,
    execute: () => model.monitor.refresh()
  });
  commands.addCommand(CommandIDs.toggleTable, {
    label: trans.__('Show Memory Charts as Tables'),
    caption: trans.__('Show the figures of the memory panel in tables'),
    isToggled: () => model.asTable,
    isToggleable: true,
    describedBy: NO_ARGUMENTS,
    execute: () => {
      model.asTable = !model.asTable;
      show();
    }
  });
  const category = trans.__('Headroom');
  for (const command of Object.values(CommandIDs)) {
    palette?.addItem({ command, category });
  }
}
