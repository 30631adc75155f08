import { nullTranslator } from '@jupyterlab/translation';
import { MessageLoop } from '@lumino/messaging';
import { Widget } from '@lumino/widgets';

import { ClientError } from '../../../logic/types/clientError';
import type { KernelControl, KernelInfo, SampleBatch } from '../../../logic/types';
import { MonitorModel } from '../../../model/memory/monitor';
import { PanelModel } from '../../../model/memory/panel';
import { SettingsModel } from '../../../model/settings';
import { KernelActions } from '../../../widgets/memory/kernels/kernelActions';
import { HeadroomPanel } from '../../../widgets/sidebar/panel';
import { StatusItem } from '../../../widgets/memory/statusItem';
import { deathReport, detailsOf } from '../../deathFixtures';
import { batch, context, FakeClient, GIB, gpu, group, kernel, point } from '../../memoryFixtures';

// jsdom has no canvas: what is drawn on it is seen by the browser tests.
jest.mock('../../../widgets/memory/chart/chart', () => ({
  MemoryChart: class {
    update(): void {
      return;
    }
    pointAt(): void {
      return;
    }
    dispose(): void {
      return;
    }
  }
}));

const trans = nullTranslator.load('jupyterlab_headroom');
const opened: string[] = [];

const control: KernelControl = {
  open: async ({ id }) => {
    opened.push(id);
  },
  interrupt: async () => undefined,
  restart: async () => undefined,
  shutDown: async () => undefined,
  state: async () => 'idle'
};

let client: FakeClient;
let model: PanelModel;
let panel: HeadroomPanel;
let status: StatusItem;

/** Until Lumino and React have drawn, on however slow a machine: text that no longer changes. */
async function settle(): Promise<void> {
  let before: string | null = null;
  for (let turn = 0; turn < 100; turn += 1) {
    MessageLoop.flush();
    await new Promise(resolve => setTimeout(resolve, 20));
    const now = `${panel.node.textContent}|${status.node.textContent}`;
    if (now === before && now !== '|') {
      return;
    }
    before = now;
  }
}

/** What is loaded when it is first shown comes later than the rest. */
async function untilThere(selector: string): Promise<void> {
  for (let turn = 0; turn < 20 && panel.node.querySelector(selector) === null; turn += 1) {
    await settle();
  }
}

async function show(answer: SampleBatch | Error): Promise<string> {
  client.next(answer);
  await model.monitor.refresh();
  await settle();
  return panel.node.textContent ?? '';
}

beforeEach(() => {
  jest.spyOn(console, 'warn').mockImplementation(() => undefined);
  client = new FakeClient(new ClientError('unreachable', 'not yet'));
  const settings = new SettingsModel();
  model = new PanelModel(new MonitorModel({ client, settings }), settings);
  const actions = new KernelActions(control, async () => undefined, trans);
  panel = new HeadroomPanel({ model, actions, trans });
  status = new StatusItem(model, () => undefined, trans);
  Widget.attach(panel, document.body);
  Widget.attach(status, document.body);
});

afterEach(() => {
  panel.dispose();
  status.dispose();
  model.monitor.dispose();
  jest.restoreAllMocks();
});

describe('HeadroomPanel', () => {
  it('says what is left, of what, and who says so', async () => {
    const text = await show(batch({ samples: [point(1, 4 * GIB)] }));
    expect(text).toContain('12 GiB left of 16 GiB');
    expect(text).toContain('limit of this container (cgroup memory.max)');
    expect(status.node.textContent).toBe('RAM: 12 GiB left');
  });

  it('shortens the name of a group, and has all of it in a tooltip', async () => {
    const path = '/headroom-demo-7ac452fc-2e44-403a-80c1-0123456789ab';
    const file = `/sys/fs/cgroup${path}/memory.max`;
    const limitSource = { kind: 'cgroup-v2', path, file, manager: null } as const;
    await show(batch({ context: context([], [group('0', { limitSource })]) }));
    const source = panel.node.querySelector<HTMLElement>('.jp-Headroom-source');
    expect(source?.textContent).toBe(
      'limit of the control group …/headroom-demo-7ac452fc (memory.max)'
    );
    expect(source?.title).toBe(`Control group ${path}\nRead from ${file}`);
  });

  it('says tight and critical in words', async () => {
    await show(batch({ samples: [point(1, 14.5 * GIB)] }));
    expect(panel.node.querySelector('.jp-Headroom-level')?.textContent).toBe('Tight');
    await show(batch({ seq: 2, samples: [point(2, 15.9 * GIB)] }));
    expect(panel.node.querySelector('.jp-Headroom-level')?.textContent).toBe('Critical');
    expect(status.node.textContent).toContain('Critical · RAM');
  });

  it('lists the kernels by name, the largest first, and opens their notebooks', async () => {
    const kernels = { '1': GIB, '2': 2 * GIB };
    await show(
      batch({
        context: context([kernel('1'), kernel('2', { executionState: 'busy' })]),
        samples: [point(1, 5 * GIB, { kernels })]
      })
    );
    const rows = [...panel.node.querySelectorAll('.jp-Headroom-kernel')];
    expect(rows.map(row => row.textContent)).toEqual([
      'notebook-2.ipynb2 GiBbusy',
      'notebook-1.ipynb1 GiBidle',
      'everything else2 GiB'
    ]);
    rows[0]?.querySelector<HTMLButtonElement>('button.jp-Headroom-kernelName')?.click();
    expect(opened).toEqual(['kernel-2']);
    expect(panel.node.textContent).toContain('Shut down 1 idle kernel: frees 1 GiB');
  });

  it('gives no figure for a kernel on another machine', async () => {
    const remote = kernel('1', { locality: 'remote', groupKey: null, path: null });
    await show(batch({ context: context([remote]) }));
    expect(panel.node.querySelector('.jp-Headroom-kernel')?.textContent).toBe(
      'Python 3runs on another machine'
    );
  });

  it('stays with the limit of a kernel that died, and says what it waits for', async () => {
    const here = (over: Partial<KernelInfo>) =>
      context([kernel('1', { groupKey: '5', ...over })], [group('0'), group('5')]);
    const sample = (seq: number) => {
      const fives = { usedBytes: GIB, limitBytes: 2 * GIB, headroomBytes: GIB };
      const sampled = point(seq, GIB);
      return { ...sampled, groups: { ...sampled.groups, '5': fives } };
    };
    await show(batch({ context: here({}), samples: [sample(1)] }));
    model.activeKernelId = 'kernel-1';
    const restarting = here({ groupKey: null, pid: null, executionState: 'autorestarting' });
    const text = await show(batch({ seq: 2, context: restarting, samples: [sample(2)] }));
    expect(text).toContain('1 GiB left of 2 GiB');
    expect(text).toContain('The kernel of notebook-1.ipynb is being restarted.');
    expect(panel.node.querySelector('.jp-Headroom-kernel')?.textContent).toBe(
      'notebook-1.ipynbrestarting'
    );
    const again = await show(batch({ seq: 3, context: here({}), samples: [sample(3)] }));
    expect(again).not.toContain('restarted');
  });

  it('says that the kernel in front is not listed', async () => {
    await show(batch());
    model.activeKernelId = 'a kernel of another server';
    await settle();
    expect(panel.node.textContent).toContain('not among those of this server');
  });

  it('shows RAM and VRAM apart', async () => {
    const text = await show(
      batch({
        context: context([], [group('0')], [gpu('0')]),
        samples: [point(1, GIB, { gpus: { '0': 40 * GIB } })]
      })
    );
    expect(text).toContain('VRAM of GPU 0');
    expect(text).toContain('100 GiB left of 140 GiB');
    expect(status.node.textContent).toBe('RAM: 15 GiB left · VRAM of GPU 0: 100 GiB left');
  });

  it('names the limits that apply to others', async () => {
    const here = context([kernel('1', { groupKey: '5' })], [group('0'), group('5')]);
    const fives = { usedBytes: GIB, limitBytes: 2 * GIB, headroomBytes: GIB };
    const sample = point(1, GIB);
    const samples = [{ ...sample, groups: { ...sample.groups, '5': fives } }];
    await show(batch({ context: here, samples }));
    const others = () => panel.node.querySelector('.jp-Headroom-groups')?.textContent;
    expect(others()).toContain('1 GiB left');
    expect(others()).toContain('notebook-1.ipynb');
    model.activeKernelId = 'kernel-1';
    await settle();
    expect(others()).toContain('the Jupyter server');
  });

  it('shows the figures as a table', async () => {
    model.asTable = true;
    await show(batch({ samples: [point(1, 4 * GIB), point(2, 6 * GIB)] }));
    await untilThere('.jp-Headroom-table');
    const cells = [...panel.node.querySelectorAll('.jp-Headroom-table td')];
    expect(cells.slice(0, 2).map(cell => cell.textContent)).toEqual(['6 GiB', '10 GiB']);
  });

  it('tells in the table what died, and whether the kernel lives', async () => {
    model.asTable = true;
    const kernelOf = kernel('1');
    model.deaths = [
      deathReport({
        id: 'b',
        timeMs: 2500,
        details: detailsOf('worker-oom-kill'),
        kernel: kernelOf
      }),
      deathReport({
        id: 'a',
        timeMs: 1500,
        details: detailsOf('oom-kill-machine'),
        kernel: kernelOf
      })
    ];
    await show(batch({ samples: [1, 2, 3].map(seq => point(seq, seq * GIB)) }));
    await untilThere('.jp-Headroom-table');
    const rows = [...panel.node.querySelectorAll('.jp-Headroom-table tbody tr')];
    const cells = rows.map(row => [...row.querySelectorAll('td')].map(cell => cell.textContent));
    expect(cells).toEqual([
      ['3 GiB', '13 GiB'],
      ['OOM kill of a worker process; its kernel lives'],
      ['2 GiB', '14 GiB'],
      ['OOM kill'],
      ['1 GiB', '15 GiB']
    ]);
  });

  it('says how each figure is known', async () => {
    await show(batch());
    await untilThere('.jp-Headroom-how');
    const hows = [...panel.node.querySelectorAll('.jp-Headroom-how')];
    expect(hows.length).toBeGreaterThan(2);
    expect(hows.some(how => how.textContent?.includes('/sys/fs/cgroup/memory.max'))).toBe(true);
    const size = panel.node.querySelector<HTMLElement>('.jp-Headroom-kernel .jp-Headroom-bytes');
    expect(size?.title).toContain('RssAnon plus RssShmem of /proc/PID/status');
  });

  it('says that the server part is not enabled, and what to do', async () => {
    const text = await show(new ClientError('absent', 'Not Found'));
    expect(text).toContain('The server part is not enabled');
    expect(text).toContain('jupyter server extension enable jupyterlab_headroom');
    expect(status.node.textContent).toBe('Headroom: no figures');
  });

  it('says what is wrong while nothing has come', async () => {
    const text = await show(new ClientError('unreachable', 'The Jupyter server answered 500.'));
    expect(text).toContain('The Jupyter server answered 500.');
    expect(text).toContain('Try again');
  });

  it('keeps old figures under a notice', async () => {
    await show(batch());
    const text = await show(new ClientError('unreachable', 'gone'));
    expect(text).toContain('No new figures since');
    expect(text).toContain('15 GiB left');
  });

  it('asks again when told to', async () => {
    await show(new ClientError('unreachable', 'gone'));
    client.next(batch());
    panel.node.querySelector<HTMLButtonElement>('.jp-Headroom-notice button')?.click();
    await settle();
    expect(panel.node.textContent).toContain('15 GiB left');
  });
});

describe('polling', () => {
  it('goes on only while the panel or the status item is seen', async () => {
    const acquire = jest.spyOn(model.monitor, 'acquire');
    panel.hide();
    status.hide();
    panel.show();
    expect(acquire).toHaveBeenCalledTimes(1);
    const held = acquire.mock.results[0]?.value as { isDisposed: boolean };
    panel.hide();
    expect(held.isDisposed).toBe(true);
  });
});
