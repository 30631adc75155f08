import { CommandRegistry } from '@lumino/commands';

import { sidebarOpener } from '../../plugins/sidebarOpener';
import { CommandIDs } from '../../widgets/shared/commands';

describe('sidebarOpener', () => {
  it('shows the panel', () => {
    const commands = new CommandRegistry();
    const execute = jest.fn();
    const describedBy = { args: {} };
    commands.addCommand(CommandIDs.showPanel, { describedBy, execute });
    sidebarOpener(commands)?.();
    expect(execute).toHaveBeenCalledTimes(1);
  });

  it('is none where the panel is switched off', () => {
    expect(sidebarOpener(new CommandRegistry())).toBeNull();
  });
});
