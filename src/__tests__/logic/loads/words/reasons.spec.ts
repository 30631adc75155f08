import { estimate } from '../../../../logic/loads/rules';
import { judge } from '../../../../logic/loads/verdict/verdict';
import { reasonLines, whyClause } from '../../../../logic/loads/words/reasons';
import { SIZED_REASONS } from '../../../../logic/loads/words/sizedReasons';
import type { Basis, SizedBasis } from '../../../../logic/types';
import { MIB } from '../../../../logic/words/units';
import { call, capacity, facts, group, kernel, trans } from '../rules/fixtures';

const known = estimate(
  call('transformers.AutoModel.from_pretrained'),
  facts([group('BF16', 1536)]),
  kernel({ transformers: '4.57.6' })
);
const withBasis = (line: Basis) => ({ ...known, basis: [line] });
const linesOf = (line: Basis): string[] =>
  reasonLines({ ...judge(known, capacity(9000)), estimate: withBasis(line) }, trans);
const clauseOf = (line: Basis) => whyClause(withBasis(line), trans);

const sized = Object.keys(SIZED_REASONS) as SizedBasis['code'][];
const dtype = { code: 'dtype', dtype: 'F32', stored: 'BF16', library: 'transformers' } as const;

describe('the reasons of an estimate', () => {
  it.each(sized.filter(code => code !== 'copied-by-numpy'))('tell %s with its size', code => {
    const [sentence] = linesOf({ code, bytes: 3 * MIB });
    expect(sentence).toMatch(/^[A-Za-z].*3(\.0)? MiB.*\.$/);
  });

  it.each<[Basis, RegExp]>([
    [{ code: 'meta' }, /^On the meta device/],
    [{ code: 'quantized', method: 'bitsandbytes 4 bit', bytes: MIB }, /bitsandbytes 4 bit/],
    [{ code: 'context', tokens: 4096, bytes: MIB }, /4096 tokens takes a cache of/],
    [{ code: 'engine-share', percent: 90 }, /takes 90 % of each GPU/],
    [
      { code: 'engine-needs', weightBytes: 2 * MIB, cacheBytes: 5 * MIB, tokens: 8 },
      /2(\.0)? MiB of weights, and 5(\.0)? MiB for one request of 8 tokens/
    ],
    [{ code: 'numpy-lacks-dtype', dtype: 'BF16' }, /numpy has no bfloat16/],
    [{ code: 'kept-times', times: 3 }, /each of its 3 turns/],
    [{ code: 'kept-in-loop' }, /how many turns there are is not known/],
    [{ ...dtype, how: 'unknown', version: null }, /dtype is not known/],
    [{ code: 'version-unknown', library: 'torch' }, /version of torch in the kernel/],
    [{ code: 'not-verified', library: 'torch', version: '9.0' }, /Not verified for torch 9.0/],
    [{ code: 'guessed-from-name' }, /a guess from the name/]
  ])('tell %j', (line, words) => {
    expect(linesOf(line)).toEqual([expect.stringMatching(words)]);
    expect(clauseOf(line)).toBeNull();
  });

  it.each<[Basis, string]>([
    [{ code: 'copied-by-numpy', bytes: MIB }, 'numpy copies every tensor of the file'],
    [
      { ...dtype, how: 'default', version: '4.57.6' },
      'float32, the default of transformers 4.57.6; the file is bfloat16'
    ],
    [
      { ...dtype, how: 'default', version: null },
      'float32, the default of transformers 4; the file is bfloat16'
    ],
    [{ ...dtype, how: 'explicit', version: null, stored: null }, 'float32, as the call asks for']
  ])('put %j behind the size', (line, clause) => {
    expect(clauseOf(line)).toBe(clause);
    expect(linesOf(line)).toEqual([]);
  });

  it('leave out what is told elsewhere or needs no word', () => {
    const silent: Basis[] = [
      { code: 'not-installed', library: 'torch' },
      { ...dtype, how: 'stored', version: null }
    ];
    expect(silent.flatMap(linesOf)).toEqual([]);
    expect(silent.map(clauseOf)).toEqual([null, null]);
  });
});
