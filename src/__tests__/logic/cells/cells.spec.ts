import { findLoadCalls } from '../../../logic/cells/detect';
import { detail, pastedCases, summary } from './pasted';

const CASES = pastedCases();

describe('pasted cells', () => {
  it.each(CASES.map(one => [`${one.file}: ${one.title}`, one] as const))(
    '%s',
    (_, { cells, expected }) => {
      const found = findLoadCalls(cells, cells.length - 1);
      const wanted = expected.map(({ callee, model }) => `${callee} = ${model}`.trim());
      expect(found.map(summary).sort()).toEqual(wanted.sort());
      for (const { callee, model, details } of expected) {
        const line = `${callee} = ${model}`.trim();
        const call = found.find(one => summary(one) === line);
        const names = Object.keys(details);
        const seen = names.map(name => [name, call ? detail(call, name) : null]);
        expect(Object.fromEntries(seen)).toEqual(details);
      }
    }
  );
});

describe('the whole set', () => {
  it('is large enough, and as full of decoys as of loads', () => {
    const silent = CASES.filter(({ expected }) => expected.length === 0);
    expect(CASES.length).toBeGreaterThanOrEqual(300);
    expect(silent.length).toBeGreaterThanOrEqual(CASES.length * 0.48);
  });

  it('is read with precision >= 0.98 and recall >= 0.97', () => {
    let hits = 0;
    let found = 0;
    let wanted = 0;
    for (const { cells, expected } of CASES) {
      const left = expected.map(({ callee, model }) => `${callee} = ${model}`.trim());
      wanted += left.length;
      for (const line of findLoadCalls(cells, cells.length - 1).map(summary)) {
        found++;
        const at = left.indexOf(line);
        hits += at < 0 ? 0 : 1;
        left.splice(at < 0 ? left.length : at, 1);
      }
    }
    const precision = hits / found;
    const recall = hits / wanted;
    const figures = `${CASES.length} cases, ${wanted} loads: precision ${precision.toFixed(4)}, recall ${recall.toFixed(4)}`;
    process.stdout.write(`${figures}\n`);
    expect(precision).toBeGreaterThanOrEqual(0.98);
    expect(recall).toBeGreaterThanOrEqual(0.97);
  });
});
