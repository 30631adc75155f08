import fc from 'fast-check';

import { findLoadCalls, LoadCallReader } from '../../../logic/cells/detect';
import { pastedCases } from './pasted';

const CASES = pastedCases();

/** Pieces that break grammars: brackets, quotes, keywords, signs of IPython. */
const PIECES = fc.constantFrom(
  ...'( ) [ ] { } " \' """ \\ \n \t : = == , . * ** @ # ! % %% $ ? ; -> :='.split(' '),
  'def f(',
  'class ',
  'lambda *, k: k',
  'for x in ',
  ' if ',
  ' else ',
  'return ',
  'import ',
  'from . import *',
  'global x',
  'f"{x!r:>{w}}"',
  '!vllm serve {',
  '%%bash\n',
  '\u0000',
  '\uE000',
  '𝕏',
  '\r'
);

function mutated(source: string, at: number, cut: number, piece: string): string {
  const from = Math.floor(at * source.length);
  return source.slice(0, from) + piece + source.slice(from + cut);
}

describe('any input', () => {
  const failures: unknown[] = [];
  const reader = new LoadCallReader(error => failures.push(error));
  const read = (sources: string[]): void => {
    const cells = sources.map((source, i) => ({ id: String(i), source }));
    for (const call of reader.read(cells, cells.length - 1)) {
      const last = sources[sources.length - 1] ?? '';
      expect(call.range.from).toBeGreaterThanOrEqual(0);
      expect(call.range.to).toBeLessThanOrEqual(last.length);
    }
    expect(failures).toEqual([]);
  };

  it('mutated cells raise nothing inside', () => {
    const edit = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(12), PIECES);
    fc.assert(
      fc.property(
        fc.constantFrom(...CASES),
        fc.array(edit, { minLength: 1, maxLength: 4 }),
        ({ cells }, edits) => {
          const sources = cells.map(({ source }) =>
            edits.reduce((text, [at, cut, piece]) => mutated(text, at, cut, piece), source)
          );
          read(sources);
        }
      ),
      { numRuns: 1500 }
    );
  });

  it('arbitrary text raises nothing inside', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(PIECES, fc.string()), { maxLength: 30 }), pieces =>
        read([`from transformers import AutoModel\n${pieces.join('')}`])
      ),
      { numRuns: 500 }
    );
  });

  it('an index outside, no cells', () => {
    expect(findLoadCalls([], 0)).toEqual([]);
    expect(findLoadCalls([{ id: 'a', source: 'x = 1' }], 5)).toEqual([]);
    expect(findLoadCalls([{ id: 'a', source: 'x = 1' }], -1)).toEqual([]);
  });

  it('ends on code that would run for ever or fan out', () => {
    const fan = Array.from({ length: 30 }, (_, i) => `def f${i + 1}(): f${i}(); f${i}()`);
    const source = [
      'from transformers import AutoModel',
      'def f0(): AutoModel.from_pretrained("gpt2")',
      ...fan,
      'def loop(): return loop()',
      'loop()',
      'while True: loop()',
      'f30()'
    ].join('\n');
    const started = performance.now();
    read([source]);
    expect(performance.now() - started).toBeLessThan(5000);
  });

  it('deep nesting', () => {
    read([
      `from transformers import AutoModel\nx = ${'('.repeat(3000)}1${')'.repeat(3000)}\nAutoModel.from_pretrained("a")`
    ]);
  });
});
