import { estimate } from '../../../../logic/loads/rules';
import { judge, judgeAll } from '../../../../logic/loads/verdict/verdict';
import { explainVerdict } from '../../../../logic/loads/words/verdictText';
import {
  IMPORTED,
  bool,
  call,
  capacity,
  facts,
  group,
  kernel,
  name,
  trans
} from '../rules/fixtures';

const llama = facts([group('BF16', 1536)]);
const v4 = kernel({ transformers: '4.57.6' });
const v5 = kernel({ transformers: '5.18.0' });
const auto = 'transformers.AutoModelForCausalLM.from_pretrained';

describe('judge', () => {
  it.each([
    ['4.57 converts to float32', v4, {}, 2900, 'oom'],
    ['4.57 within the margin', v4, {}, 3090, 'risky'],
    ['4.57 fits', v4, {}, 4700, 'fits'],
    ['5.18 keeps the mapping', v5, {}, 1700, 'fits'],
    ['5.18 thrashes below the size of the file', v5, {}, 900, 'slow'],
    ['asked for float32', v5, { dtype: name('torch.float32') }, 900, 'oom'],
    ['version not known', null, {}, 900, 'risky'],
    ['unmapped', v5, { disable_mmap: bool(true) }, 900, 'oom']
  ] as const)('%s', (_, environment, keywords, headroom, kind) => {
    const verdict = judge(estimate(call(auto, keywords), llama, environment), capacity(headroom));
    expect(verdict.kind).toBe(kind);
  });

  it('says nothing where nothing is known', () => {
    const missing = facts([], { found: 'missing', files: [], source: null });
    expect(judge(estimate(call(auto), missing, v5), capacity(10)).kind).toBe('unknown');
    expect(judge(estimate(call(auto), llama, v4), capacity(null)).kind).toBe('unknown');
  });

  it('never kills on the strength of a name', () => {
    const guessed = facts([group('BF16', 9000)], { source: 'name' });
    expect(judge(estimate(call(auto), guessed, v4), capacity(100)).kind).toBe('risky');
  });

  it('counts swap as slow', () => {
    const room = capacity(2000, { swapFreeBytes: 4 * 1024 ** 3 });
    expect(judge(estimate(call(auto), llama, v4), room).kind).toBe('slow');
  });
});

describe('judgeAll', () => {
  const one = estimate(call(auto), llama, v4);
  it('adds up what is kept', () => {
    expect(judgeAll([one], capacity(4700))?.kind).toBe('fits');
    expect(judgeAll([one, one], capacity(4700))?.kind).toBe('oom');
  });
  it('does not add what a loop frees', () => {
    const freed = estimate(call(auto, {}, { repeats: 'freed-each-time' }), llama, v4);
    expect(judgeAll([freed, one], capacity(4700))?.kind).toBe('fits');
  });
  it('has no verdict without loads', () => {
    expect(judgeAll([], capacity(1))).toBeNull();
  });
});

describe('explainVerdict', () => {
  it('names the quantity, the reason and what is left', () => {
    const verdict = judge(estimate(call(auto), llama, v4), capacity(900));
    expect(explainVerdict(verdict, trans).sentence).toBe(
      'model needs 3.0 GiB of RAM that cannot be paged out (float32, the default of transformers 4.57.6; the file is bfloat16); the control group /x has 900 MiB left.'
    );
  });

  it('says how much more would do', () => {
    const room = capacity(900, { limitBytes: 2048 * 1024 ** 2 });
    const modules = IMPORTED;
    const known = kernel({ transformers: '4.57.6' }, { modules });
    const verdict = judge(estimate(call(auto), llama, known), room);
    expect(explainVerdict(verdict, trans).lines).toEqual([
      'Converting the weights makes new copies of them: 3 GiB.',
      'It would fit if 2.2 GiB more were free, or if the limit were 4.2 GiB instead of 2 GiB.'
    ]);
  });

  it.each([
    ['oom', v4, 900, 'This load does not fit: the kernel would be killed'],
    ['risky', null, 900, 'This load may not fit'],
    ['slow', v5, 900, 'This load fits, but will be slow'],
    ['fits', v5, 9000, 'This load fits'],
    ['unknown', v5, null, 'Not known whether this load fits']
  ] as const)('%s has a title', (_, environment, headroom, expected) => {
    const verdict = judge(estimate(call(auto), llama, environment), capacity(headroom));
    expect(explainVerdict(verdict, trans).title).toBe(expected);
  });
});
