import { Dialog } from '@jupyterlab/apputils';
import { nullTranslator } from '@jupyterlab/translation';

import type { StepAction } from '../../../logic/deaths/explain';
import { reportActions } from '../../../controllers/deaths/reportActions';
import { press, waitForDialog } from '../../dialogs';

const trans = nullTranslator.load('jupyterlab_headroom');
const END: StepAction = { kind: 'shut-down-kernel', kernelId: 'other', label: 'Shut down a.ipynb' };

function setUp(state: string | null) {
  const done: unknown[] = [];
  const act = reportActions({
    places: {
      editCell: async (kernelId, action) => {
        done.push([kernelId, action.kind]);
      }
    },
    state: async () => state,
    shutDown: async id => {
      done.push(id);
    },
    trans
  });
  return { act, done };
}

afterEach(() => Dialog.flush());

describe('reportActions', () => {
  it('shuts down the kernel that is named, not the one of the report', async () => {
    const { act, done } = setUp('idle');
    expect(await act(END, 'dead')).toBe(true);
    expect(done).toEqual(['other']);
  });

  it.each<[string | null]>([['busy'], [null]])('asks first when its state is %s', async state => {
    const { act, done } = setUp(state);
    const cancelled = act(END, 'dead');
    expect((await waitForDialog()).textContent).toContain('What runs there now is lost');
    press('Cancel');
    expect(await cancelled).toBe(false);
    expect(done).toEqual([]);
    const wanted = act(END, 'dead');
    await waitForDialog();
    press('Shut Down');
    expect(await wanted).toBe(true);
    expect(done).toEqual(['other']);
  });

  it('changes a cell of the notebook of the report', async () => {
    const { act, done } = setUp('idle');
    await act({ kind: 'edit-cell', cellId: 'c', before: 'a', after: 'b', label: '' }, 'dead');
    expect(done).toEqual([['dead', 'edit-cell']]);
  });
});
