import { CommandRegistry } from '@lumino/commands';

import { sidebarWay } from '../../plugins/sidebarWay';
import { CommandIDs } from '../../widgets/shared/commands';

describe('sidebarWay', () => {
  it('shows the panel', () => {
    const commands = new CommandRegistry();
    const execute = jest.fn();
    const describedBy = { args: {} };
    commands.addCommand(CommandIDs.showPanel, { describedBy, execute });
    sidebarWay(commands)?.();
    expect(execute).toHaveBeenCalledTimes(1);
  });

  it('is none where the panel is switched off', () => {
    expect(sidebarWay(new CommandRegistry())).toBeNull();
  });
});
