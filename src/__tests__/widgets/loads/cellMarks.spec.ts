import { judge } from '../../../logic/loads/verdict/verdict';
import { lineMark } from '../../../widgets/loads/cellMarks';
import { kernel, capacity } from '../../logic/loads/rules/fixtures';
import { judgedOf } from '../../precheckFixtures';
import { trans } from '../../deathFixtures';

const CELL = 'from transformers import AutoModel\nmodel = AutoModel.from_pretrained("org/model")';

function marked(hasRun: boolean, isOpen: boolean) {
  const environment = kernel({ transformers: '4.57.6' });
  const [estimate] = judgedOf(CELL, 100, { environment }).estimates;
  const verdict = estimate && judge(estimate, capacity(100));
  return verdict && lineMark({ to: 7, verdict, hasRun, isOpen }, trans as never);
}

describe('lineMark', () => {
  it('says how it would end', () => {
    const mark = marked(false, false);
    expect(mark).toMatchObject({ at: 7, kind: 'oom' });
    expect(mark?.text).toMatch(/^will be killed: ~/);
    expect(mark?.title).toMatch(/would be killed/);
  });

  it('promises nothing where the library may be missing', () => {
    const mark = marked(false, true);
    expect(mark?.kind).toBe('ran');
    expect(mark?.text).toMatch(/^~[\d.]+ GiB RAM$/);
    expect(mark?.title).toBe(
      `${mark?.text}. It is not known whether transformers is in this kernel.`
    );
  });

  it('gives only the size of what ran', () => {
    expect(marked(true, false)?.text).toBe(marked(false, true)?.text);
  });
});
