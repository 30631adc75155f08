import { Dialog } from '@jupyterlab/apputils';
import { nullTranslator } from '@jupyterlab/translation';

import { kernelUsages } from '../../../../logic/memory/kernelUsage';
import type { KernelControl } from '../../../../logic/types';
import { KernelActions } from '../../../../widgets/memory/kernels/kernelActions';
import { press, waitForDialog } from '../../../dialogs';
import { context, GIB, kernel, point } from '../../../memoryFixtures';

const trans = nullTranslator.load('jupyterlab_headroom');

const POINTS = [point(1, 4 * GIB, { kernels: { '1': GIB, '2': GIB } })];
const USAGES = kernelUsages(
  { context: context([kernel('1'), kernel('2')]), points: POINTS, latest: null },
  '0'
);

/** What is ended, while kernels do what `states` says. */
function setUp(states: Record<string, string>) {
  const ended: string[] = [];
  const control: KernelControl = {
    open: async () => undefined,
    interrupt: async () => undefined,
    restart: async ({ id }) => {
      ended.push(`restart ${id}`);
    },
    shutDown: async ({ id }) => {
      ended.push(id);
    },
    state: async id => states[id] ?? null
  };
  return { ended, actions: new KernelActions(control, async () => undefined, trans) };
}

afterEach(() => Dialog.flush());

describe('KernelActions.shutDownIdle', () => {
  it('ends those that are still idle', async () => {
    const { ended, actions } = setUp({ 'kernel-1': 'idle', 'kernel-2': 'idle' });
    const done = actions.shutDownIdle(USAGES);
    expect((await waitForDialog()).textContent).toContain('This frees about 2 GiB.');
    press('Shut Down');
    await done;
    expect(ended).toEqual(['kernel-1', 'kernel-2']);
  });

  it('asks once more for one that has become busy while the dialog was open', async () => {
    const { ended, actions } = setUp({ 'kernel-1': 'idle', 'kernel-2': 'busy' });
    const done = actions.shutDownIdle(USAGES);
    await waitForDialog();
    press('Shut Down');
    const text = await until(() => document.querySelector('.jp-Dialog-body li')?.textContent);
    expect(text).toBe('notebook-2.ipynb');
    expect(ended).toEqual(['kernel-1']);
    press('Cancel');
    await done;
    expect(ended).toEqual(['kernel-1']);
  });
});

describe('KernelActions.shutDown and restart', () => {
  it.each(['shutDown', 'restart'] as const)('%s says that the kernel is busy now', async name => {
    const { ended, actions } = setUp({ 'kernel-1': 'busy' });
    const [first] = USAGES;
    const done = first && actions[name](first);
    expect((await waitForDialog()).textContent).toContain(
      'It is busy: what runs there now is lost.'
    );
    press('Cancel');
    await done;
    expect(ended).toEqual([]);
  });

  it('says nothing of the kind when it is idle', async () => {
    const { ended, actions } = setUp({ 'kernel-1': 'idle' });
    const [first] = USAGES;
    const done = first && actions.shutDown(first);
    expect((await waitForDialog()).textContent).not.toContain('busy');
    press('Shut Down');
    await done;
    expect(ended).toEqual(['kernel-1']);
  });
});

async function until<T>(look: () => T | null | undefined): Promise<T | null | undefined> {
  for (let left = 150; left > 0 && !look(); left--) {
    await new Promise(resolve => setTimeout(resolve, 20));
  }
  return look();
}
