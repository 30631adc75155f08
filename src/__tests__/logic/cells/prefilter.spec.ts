import { Prefilter } from '../../../logic/cells/prefilter';

const filter = (): Prefilter => new Prefilter(new Set(['from_pretrained']));

const HELPER = 'def build(name):\n    return AutoModel.from_pretrained(name)';
const ALIAS = 'make = build';
const PLAIN = 'total = 1 + 1';

describe('Prefilter', () => {
  it.each<[string, string, readonly string[], boolean]>([
    ['a loader by its name', 'AutoModel.from_pretrained("gpt2")', [], true],
    ['a helper of an earlier cell', 'build("gpt2")', [PLAIN, HELPER], true],
    ['another name of that helper', 'make("gpt2")', [HELPER, ALIAS], true],
    ['the helper before it was defined', 'build("gpt2")', [PLAIN], false],
    ['an everyday cell', PLAIN, [HELPER, ALIAS], false]
  ])('%s', (_, source, earlier, expected) => {
    expect(filter().mayLoad(source, earlier)).toBe(expected);
  });

  it('goes on from the cells it knows, and forgets them when they are others', () => {
    const one = filter();
    expect(one.mayLoad('make(1)', [HELPER])).toBe(false);
    expect(one.mayLoad('make(1)', [HELPER, ALIAS])).toBe(true);
    expect(one.mayLoad('make(1)', [HELPER])).toBe(false);
    expect(one.mayLoad('make(1)', [PLAIN, ALIAS])).toBe(false);
    expect(one.mayLoad('make(1)', [])).toBe(false);
  });

  it('gives the same answers after thousands of cells', () => {
    const one = filter();
    const earlier = [HELPER];
    for (let i = 0; i < 2500; i++) {
      const source = `value_${i} = ${i}`;
      expect(one.mayLoad(source, [...earlier])).toBe(false);
      earlier.push(source);
    }
    expect(one.mayLoad('build("gpt2")', earlier)).toBe(true);
    expect(one.mayLoad('build("gpt2")', earlier.slice(1))).toBe(false);
  });
});
