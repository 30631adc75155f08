import { markText } from '../../../../logic/loads/words/markText';
import { judgedOf } from '../../../precheckFixtures';
import { trans } from '../rules/fixtures';

const CELL = 'model = AutoModel.from_pretrained("org/model")';

function textOf(headroomMib: number, hasRun = false, swapFreeBytes: number | null = null) {
  const { verdict } = judgedOf(CELL, headroomMib, { capacity: { swapFreeBytes } });
  return verdict && markText(verdict, hasRun, trans);
}

describe('markText', () => {
  it.each([
    [9000, /^fits: ~2\.\d GiB RAM$/],
    [500, /^will be killed: ~2\.\d GiB RAM, 500 MiB left$/],
    [2100, /^may not fit: up to 2\.\d GiB RAM, 2\.1 GiB left$/]
  ])('with %i MiB left', (headroom, text) => {
    expect(textOf(headroom)).toMatch(text);
  });

  it('says that swap will be used', () => {
    expect(textOf(500, false, 1e10)).toMatch(/^will be slow: ~2\.\d GiB RAM, 500 MiB left$/);
  });

  it('keeps to the size once the cell has run', () => {
    expect(textOf(500, true)).toMatch(/^~2\.\d GiB RAM$/);
  });

  it('says nothing when nothing is known', () => {
    const { verdict } = judgedOf(CELL, 500, { capacity: { headroomBytes: null } });
    expect(verdict && markText(verdict, false, trans)).toBeNull();
  });
});
