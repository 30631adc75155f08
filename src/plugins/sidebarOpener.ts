import type { CommandRegistry } from '@lumino/commands';

import { CommandIDs } from '../widgets/shared/commands';

/** Returns what brings the panel to the front, or null if the panel's plugin is disabled. */
export function sidebarOpener(commands: CommandRegistry): (() => void) | null {
  return commands.hasCommand(CommandIDs.showPanel)
    ? () => void commands.execute(CommandIDs.showPanel)
    : null;
}
