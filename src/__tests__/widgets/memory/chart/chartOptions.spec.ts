import { timeSpan } from '../../../../widgets/memory/chart/chartOptions';

const spanOf = (times: number[], rangeSeconds: number, used?: (number | null)[]) =>
  timeSpan({
    columns: { times, layers: [], tops: used ? [used] : [], limit: [] },
    rangeMs: rangeSeconds * 1000,
    thresholds: [],
    markers: []
  });

describe('timeSpan', () => {
  it.each([
    ['begins with the first sample', [1000, 1200], 600, [1000, 1200]],
    ['shows a minute at least', [1000, 1010], 600, [950, 1010]],
    ['grows up to the range', [1000, 2000], 600, [1400, 2000]],
    ['shows a minute of an hour of samples', [1000, 4600], 60, [4540, 4600]],
    ['shows all there is', [1000, 9000], Infinity, [1000, 9000]],
    ['shows a minute of nothing', [], 600, [-60, 0]]
  ])('%s', (_name, times, range, expected) => {
    expect(spanOf(times, range)).toEqual(expected);
  });

  it('leaves out the time before a group was there', () => {
    expect(spanOf([1000, 1300, 1400], 600, [null, 7, 8])).toEqual([1300, 1400]);
    expect(spanOf([1000, 1300, 1400], 600, [null, null, null])).toEqual([1000, 1400]);
  });
});
