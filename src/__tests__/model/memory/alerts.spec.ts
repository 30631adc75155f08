import { AlertsModel } from '../../../model/memory/alerts';
import { MonitorModel } from '../../../model/memory/monitor';
import { SettingsModel } from '../../../model/settings';
import { batch, context, FakeClient, GIB, gpu, group, point } from '../../memoryFixtures';

/** Feeds shares of the limit that are left, in percent, and lists what was said. */
async function said(...leftPercents: (number | null)[]): Promise<string[]> {
  const client = new FakeClient();
  const settings = new SettingsModel();
  const monitor = new MonitorModel({ client, settings });
  const alerts = new AlertsModel(monitor, settings);
  const heard: string[] = [];
  alerts.crossed.connect((_, { plane, level }) => heard.push(`${plane.kind} ${level}`));
  alerts.recovered.connect((_, plane) => heard.push(`${plane.kind} recovered`));
  for (const [index, left] of leftPercents.entries()) {
    const used = left === null ? null : 16 * GIB * (1 - left / 100);
    client.next(batch({ seq: index + 1, samples: [point(index + 1, used)] }));
    await monitor.refresh();
  }
  monitor.dispose();
  return heard;
}

describe('AlertsModel', () => {
  it.each([
    ['nothing while all is well', [50, 40, 16], []],
    ['tight once', [50, 14, 13, 12], ['ram tight']],
    ['tight, then critical', [50, 14, 4, 3], ['ram tight', 'ram critical']],
    ['critical at once', [50, 2], ['ram critical']],
    ['what is so from the start', [2], ['ram critical']],
    ['nothing new while it trembles at the threshold', [14.9, 15.1, 14.9, 16.5], ['ram tight']],
    ['it again after a recovery', [14, 18, 14], ['ram tight', 'ram recovered', 'ram tight']],
    ['nothing when critical becomes tight', [2, 10], ['ram critical']],
    ['critical again after that', [2, 10, 2], ['ram critical', 'ram critical']],
    ['nothing of what is not known', [50, null, 50], []],
    ['nothing when figures fail while it is critical', [2, null, 2], ['ram critical']]
  ])('says %s', async (_what, lefts, expected) => {
    expect(await said(...lefts)).toEqual(expected);
  });

  it('judges each plane by itself', async () => {
    const here = context([], [group('0')], [gpu('0')]);
    const client = new FakeClient(
      batch({ context: here, samples: [point(1, GIB, { gpus: { '0': 139 * GIB } })] })
    );
    const settings = new SettingsModel();
    const monitor = new MonitorModel({ client, settings });
    const crossed = jest.fn();
    new AlertsModel(monitor, settings).crossed.connect((_, crossing) => crossed(crossing));
    await monitor.refresh();
    expect(crossed).toHaveBeenCalledTimes(1);
    expect(crossed.mock.calls[0]?.[0]).toMatchObject({ plane: { kind: 'vram', key: '0' } });
    monitor.dispose();
  });
});
