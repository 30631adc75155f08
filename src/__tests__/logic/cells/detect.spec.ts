import { findLoadCalls, LoadCallReader } from '../../../logic/cells/detect';

const IMPORT = 'from transformers import AutoModel\n';

function cellsOf(...sources: string[]): { id: string; source: string }[] {
  return sources.map((source, i) => ({ id: String(i), source }));
}

/** [the call, the callee] as they stand in the cell. */
function ranges(...sources: string[]): string[][] {
  const last = sources[sources.length - 1] ?? '';
  return findLoadCalls(cellsOf(...sources), sources.length - 1).map(call =>
    [call.range, call.calleeRange].map(({ from, to }) => last.slice(from, to))
  );
}

describe('ranges', () => {
  it.each([
    ['plain', [`${IMPORT}m = AutoModel.from_pretrained("a")  # x`]],
    ['indented cell', [`  ${IMPORT}  m = AutoModel.from_pretrained("a")`]],
    ['Windows line ends', [`${IMPORT.trim()}\r\nm = AutoModel.from_pretrained("a")\r\n`]],
    ['after magics', [`%%time\n${IMPORT}!pip install x\nm = AutoModel.from_pretrained("a")`]]
  ])('%s', (_, sources) => {
    expect(ranges(...sources)).toEqual([
      ['AutoModel.from_pretrained("a")', 'AutoModel.from_pretrained']
    ]);
  });

  it('a helper of an earlier cell is marked where this cell calls it', () => {
    const helper = `${IMPORT}def load(n):\n    return AutoModel.from_pretrained(n)`;
    expect(ranges(helper, 'x = 1\nm = load("a")')).toEqual([['load("a")', 'load']]);
  });

  it('a shell line, and its program', () => {
    expect(ranges('x = 1\n!nohup vllm serve org/a &\n')).toEqual([
      ['!nohup vllm serve org/a &', 'vllm']
    ]);
  });
});

describe('a reader that is kept', () => {
  it('follows edits of earlier cells', () => {
    const reader = new LoadCallReader();
    const load = 'm = AutoModel.from_pretrained(name)';
    const read = (name: string): unknown =>
      reader.read(cellsOf(IMPORT, `name = "${name}"`, load), 2)[0]?.model.value;
    expect([read('a'), read('b'), read('a')]).toEqual(['a', 'b', 'a']);
  });

  it('gives the same answer to the same question', () => {
    const reader = new LoadCallReader();
    const cells = cellsOf(`${IMPORT}m = AutoModel.from_pretrained("a").half()`, 'm.to("cuda")');
    const first = reader.read(cells, 0);
    reader.read(cells, 1);
    expect(reader.read(cells, 0)).toEqual(first);
    expect(first[0]?.chain).toHaveLength(1);
  });
});
