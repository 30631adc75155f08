import type { CommandRegistry } from '@lumino/commands';

import { CommandIDs } from '../widgets/shared/commands';

/** Brings the panel to the front. Null: there is none, as its plugin is switched off. */
export function sidebarOpener(commands: CommandRegistry): (() => void) | null {
  return commands.hasCommand(CommandIDs.showPanel)
    ? () => void commands.execute(CommandIDs.showPanel)
    : null;
}
