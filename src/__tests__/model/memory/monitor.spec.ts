import { ClientError } from '../../../logic/types/clientError';
import { MonitorModel } from '../../../model/memory/monitor';
import { SettingsModel } from '../../../model/settings';
import { batch, context, FakeClient, GIB, kernel, LATEST, point } from '../../memoryFixtures';

let warn: jest.SpyInstance;

beforeEach(() => {
  jest.useFakeTimers();
  warn = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
});

afterEach(() => {
  jest.useRealTimers();
  warn.mockRestore();
});

function monitorOf(client: FakeClient): MonitorModel {
  return new MonitorModel({ client, settings: new SettingsModel() });
}

const absent = new ClientError('absent', 'Not Found');
const broken = new ClientError('unreachable', 'The Jupyter server answered 500.');

describe('MonitorModel.refresh', () => {
  it('knows nothing before', () => {
    const monitor = monitorOf(new FakeClient());
    expect(monitor.status).toBe('starting');
    expect(monitor.context).toBeNull();
    expect(monitor.history.last).toBeNull();
  });

  it('takes over the first answer', async () => {
    const client = new FakeClient(batch());
    const monitor = monitorOf(client);
    const changed = jest.fn();
    monitor.changed.connect(changed);
    await monitor.refresh();
    expect(client.asked).toEqual([{ since: -1, revision: -1, epoch: '', isFresh: true }]);
    expect(monitor.status).toBe('ok');
    expect(monitor.history.last?.seq).toBe(1);
    expect(monitor.kernelById('kernel-1')?.key).toBe('1');
    expect(monitor.groupOfKernel('kernel-1')).toBe('0');
    expect(monitor.groupOfKernel('nobody')).toBeNull();
    expect(changed).toHaveBeenCalledTimes(1);
  });

  it('then asks for what is new and keeps the context that is unchanged', async () => {
    const client = new FakeClient(
      batch(),
      batch({ seq: 2, context: null, samples: [point(2, 2 * GIB)] })
    );
    const monitor = monitorOf(client);
    await monitor.refresh();
    await monitor.refresh();
    expect(client.asked[1]).toMatchObject({ since: 1, revision: 1, epoch: 'first' });
    expect(monitor.history.points.map(({ seq }) => seq)).toEqual([1, 2]);
    expect(monitor.context?.kernels).toHaveProperty('1');
  });

  it('starts anew with another run of the server', async () => {
    const again = batch({ epoch: 'second', seq: 1, context: context([kernel('7')]) });
    const client = new FakeClient(batch({ seq: 900 }), again);
    const monitor = monitorOf(client);
    await monitor.refresh();
    await monitor.refresh();
    expect(client.asked[2]).toMatchObject({ since: -1, revision: -1, epoch: '' });
    expect(monitor.history.points).toHaveLength(1);
    expect(Object.keys(monitor.context?.kernels ?? {})).toEqual(['7']);
  });

  it('shares one request among callers that meet before it is sent', async () => {
    const client = new FakeClient(batch());
    const monitor = monitorOf(client);
    await Promise.all([monitor.refresh(), monitor.refresh()]);
    expect(client.asked).toHaveLength(1);
  });

  it('asks for more than a poll that is under way', async () => {
    const client = new FakeClient(batch());
    const monitor = monitorOf(client);
    const holder = monitor.acquire();
    await jest.advanceTimersByTimeAsync(2_000);
    const polled = client.asked.map(({ isFresh }) => isFresh);
    expect(polled.length).toBeGreaterThan(0);
    expect(polled).not.toContain(true);
    let release: () => void = () => undefined;
    const samples = jest.spyOn(client, 'samples');
    samples.mockImplementationOnce(
      () => new Promise(resolve => (release = () => resolve(batch())))
    );
    await jest.advanceTimersByTimeAsync(2_000);
    const refreshed = Promise.all([monitor.refresh(), monitor.refresh()]);
    await jest.advanceTimersByTimeAsync(10);
    expect(samples).toHaveBeenCalledTimes(1);
    release();
    await refreshed;
    expect(samples.mock.calls.map(([, , , isFresh]) => isFresh)).toEqual([false, true]);
    holder.dispose();
  });

  it('asks once more for callers that come after a request was sent', async () => {
    const client = new FakeClient(batch());
    const monitor = monitorOf(client);
    let release: () => void = () => undefined;
    const samples = jest.spyOn(client, 'samples');
    samples.mockImplementationOnce(
      () => new Promise(resolve => (release = () => resolve(batch())))
    );
    const first = monitor.refresh();
    await jest.advanceTimersByTimeAsync(10);
    const later = Promise.all([monitor.refresh(), monitor.refresh()]);
    release();
    await Promise.all([first, later]);
    expect(samples.mock.calls.map(([, , , isFresh]) => isFresh)).toEqual([true, true]);
  });

  it.each([
    ['absent', absent, 'absent'],
    ['a fault of the server', broken, 'unreachable'],
    ['garbage', new ClientError('garbage', 'no JSON'), 'unreachable'],
    ['anything thrown', new TypeError('oops'), 'unreachable'],
    ['a first answer without context', batch({ context: null }), 'unreachable']
  ] as const)('takes %s as %s', async (_name, answer, status) => {
    const monitor = monitorOf(new FakeClient(answer));
    await monitor.refresh();
    expect(monitor.status).toBe(status);
    expect(monitor.problem?.message).toBeTruthy();
  });

  it('keeps what it knew while the server fails, and goes on after', async () => {
    const client = new FakeClient(batch());
    const monitor = monitorOf(client);
    await monitor.refresh();
    client.next(broken);
    await monitor.refresh();
    expect(monitor.history.last?.seq).toBe(1);
    expect(monitor.latest).toBe(LATEST);
    client.next(batch({ seq: 3, context: null, samples: [point(2, GIB), point(3, GIB)] }));
    await monitor.refresh();
    expect(monitor.status).toBe('ok');
    expect(monitor.problem).toBeNull();
    expect(monitor.history.points.map(({ seq }) => seq)).toEqual([1, 2, 3]);
  });

  it('logs one line per change of state, not per tick', async () => {
    const client = new FakeClient(batch());
    const monitor = monitorOf(client);
    await monitor.refresh();
    expect(warn).toHaveBeenCalledTimes(0);
    client.next(broken);
    await monitor.refresh();
    await monitor.refresh();
    expect(warn).toHaveBeenCalledTimes(1);
    client.next(batch({ context: null }));
    await monitor.refresh();
    await monitor.refresh();
    expect(warn).toHaveBeenCalledTimes(2);
  });
});

describe('MonitorModel.acquire', () => {
  it('polls while somebody holds it, and not otherwise', async () => {
    const client = new FakeClient(batch());
    const monitor = monitorOf(client);
    await jest.advanceTimersByTimeAsync(10_000);
    expect(client.asked).toHaveLength(0);
    const panel = monitor.acquire();
    const status = monitor.acquire();
    await jest.advanceTimersByTimeAsync(4_100);
    expect(client.asked).toHaveLength(3);
    panel.dispose();
    panel.dispose();
    await jest.advanceTimersByTimeAsync(2_000);
    expect(client.asked).toHaveLength(4);
    status.dispose();
    await jest.advanceTimersByTimeAsync(10_000);
    expect(client.asked).toHaveLength(4);
    monitor.acquire();
    await jest.advanceTimersByTimeAsync(100);
    expect(client.asked).toHaveLength(5);
  });

  it('asks a failing server ever less often, but at least once a minute', async () => {
    const client = new FakeClient(absent);
    const monitor = monitorOf(client);
    monitor.acquire();
    await jest.advanceTimersByTimeAsync(600_000);
    const slow = client.asked.length;
    expect(slow).toBeLessThan(60);
    await jest.advanceTimersByTimeAsync(61_000);
    expect(client.asked.length).toBeGreaterThan(slow);
  });

  it('takes up its pace when a refresh succeeds after a failure', async () => {
    const client = new FakeClient(absent);
    const monitor = monitorOf(client);
    monitor.acquire();
    await jest.advanceTimersByTimeAsync(300_000);
    client.next(batch());
    await monitor.refresh();
    const before = client.asked.length;
    await jest.advanceTimersByTimeAsync(4_100);
    expect(client.asked.length).toBe(before + 2);
  });

  it('follows the interval of the settings', async () => {
    const client = new FakeClient(batch());
    const settings = new SettingsModel();
    const monitor = new MonitorModel({ client, settings });
    settings.apply({ pollSeconds: 10 });
    monitor.acquire();
    await jest.advanceTimersByTimeAsync(20_100);
    expect(client.asked).toHaveLength(3);
  });

  it('is silent once it is disposed', async () => {
    const client = new FakeClient(batch());
    const monitor = monitorOf(client);
    monitor.acquire();
    monitor.dispose();
    await monitor.refresh();
    await jest.advanceTimersByTimeAsync(10_000);
    expect(client.asked).toHaveLength(0);
  });
});

describe('MonitorModel.wasInGroup', () => {
  it('remembers the group of a kernel that is gone', async () => {
    const client = new FakeClient(
      batch({ context: context([kernel('1'), kernel('2', { groupKey: '5' })]) }),
      batch({ context: context([kernel('1')]) })
    );
    const monitor = monitorOf(client);
    await monitor.refresh();
    await monitor.refresh();
    expect(monitor.wasInGroup('2', '5')).toBe(true);
    expect(monitor.wasInGroup('2', '0')).toBe(false);
  });

  it('takes one it has never seen as of the only group', async () => {
    const monitor = monitorOf(new FakeClient(batch()));
    await monitor.refresh();
    expect(monitor.wasInGroup('99', '0')).toBe(true);
  });
});
