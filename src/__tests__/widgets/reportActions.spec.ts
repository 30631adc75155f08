import type { StepAction } from '../../logic/explain';
import type { DeathPlaces } from '../../widgets/deathPlaces';
import { reportActions } from '../../widgets/reportActions';

function setUp() {
  const done: unknown[] = [];
  const places = {
    editCell: async (kernelId: string, action: StepAction) => {
      done.push([kernelId, action.kind]);
    }
  } as unknown as DeathPlaces;
  const act = reportActions(places, async id => {
    done.push(id);
  });
  return { act, done };
}

describe('reportActions', () => {
  it('shuts down the kernel that is named, not the one of the report', async () => {
    const { act, done } = setUp();
    await act({ kind: 'shut-down-kernel', kernelId: 'other', label: '' }, 'dead');
    expect(done).toEqual(['other']);
  });

  it('changes a cell of the notebook of the report', async () => {
    const { act, done } = setUp();
    await act({ kind: 'edit-cell', cellId: 'c', before: 'a', after: 'b', label: '' }, 'dead');
    expect(done).toEqual([['dead', 'edit-cell']]);
  });
});
