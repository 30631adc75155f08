import { MonitorModel } from '../../../model/memory/monitor';
import { PanelModel } from '../../../model/memory/panel';
import { SettingsModel } from '../../../model/settings';
import { batch, context, FakeClient, group, kernel } from '../../memoryFixtures';

async function made(keepMs = 3_600_000): Promise<PanelModel> {
  const here = context(
    [kernel('1'), kernel('2', { groupKey: '5' })],
    [group('0'), group('5'), group('6')]
  );
  const settings = new SettingsModel();
  const client = new FakeClient(batch({ context: here, history: { keepMs, heldMs: 0 } }));
  const monitor = new MonitorModel({ client, settings });
  const panel = new PanelModel(monitor, settings);
  await monitor.refresh();
  return panel;
}

describe('PanelModel.groupKey', () => {
  it('is that of the server while no kernel is in front', async () => {
    expect((await made()).groupKey).toBe('0');
  });

  it('follows the kernel in front', async () => {
    const panel = await made();
    panel.activeKernelId = 'kernel-2';
    expect(panel.groupKey).toBe('5');
    panel.activeKernelId = 'not listed yet';
    expect(panel.groupKey).toBe('0');
  });

  it('is the chosen one until another kernel comes to the front', async () => {
    const panel = await made();
    panel.activeKernelId = 'kernel-2';
    panel.chooseGroup('6');
    expect(panel.groupKey).toBe('6');
    panel.activeKernelId = 'kernel-1';
    expect(panel.groupKey).toBe('0');
  });

  it('falls back when the chosen one is gone', async () => {
    const panel = await made();
    panel.chooseGroup('a group that went away');
    expect(panel.groupKey).toBe('0');
  });

  it('is not known before the first answer', () => {
    const settings = new SettingsModel();
    const monitor = new MonitorModel({ client: new FakeClient(), settings });
    expect(new PanelModel(monitor, settings).groupKey).toBeNull();
  });
});

describe('PanelModel.ranges', () => {
  it('ends with the longest that the server keeps, and with all of it', async () => {
    expect((await made()).ranges).toEqual(['minute', 'tenMinutes', 'hour', 'all']);
    expect((await made(86_400_000)).ranges).toContain('sixHours');
    expect((await made(60_000)).ranges).toEqual(['minute', 'all']);
  });

  it('shows all where the chosen one is not offered', async () => {
    const panel = await made(60_000);
    panel.range = 'hour';
    expect(panel.range).toBe('all');
    expect((await made()).range).toBe('tenMinutes');
  });
});

describe('PanelModel.stateChanged', () => {
  it('is emitted for a change, not for the same again', async () => {
    const panel = await made();
    const changed = jest.fn();
    panel.stateChanged.connect(changed);
    panel.range = 'hour';
    panel.range = 'hour';
    panel.asTable = true;
    panel.asTable = true;
    panel.activeKernelId = 'kernel-1';
    panel.activeKernelId = 'kernel-1';
    expect(changed).toHaveBeenCalledTimes(3);
    await panel.monitor.refresh();
    expect(changed).toHaveBeenCalledTimes(4);
    panel.dispose();
    await panel.monitor.refresh();
    expect(changed).toHaveBeenCalledTimes(4);
  });
});

describe('SettingsModel', () => {
  it('fills up with defaults and tells of real changes only', () => {
    const settings = new SettingsModel();
    const changed = jest.fn();
    settings.changed.connect(changed);
    settings.apply({});
    expect(changed).not.toHaveBeenCalled();
    settings.apply({ pollSeconds: 5 });
    expect(settings.composite).toMatchObject({ pollSeconds: 5, tightPercent: 15 });
    settings.apply({ pollSeconds: 5 });
    expect(changed).toHaveBeenCalledTimes(1);
  });
});
