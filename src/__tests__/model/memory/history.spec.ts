import fc from 'fast-check';

import { DEFAULT_KEEP_MS, History } from '../../../model/memory/history';
import { GIB, point } from '../../memoryFixtures';

function filled(seconds: number, used: (second: number) => number): History {
  const history = new History();
  for (let second = 1; second <= seconds; second += 1) {
    history.append([point(second, used(second))]);
  }
  return history;
}

describe('History', () => {
  it('skips samples that it has', () => {
    const history = new History();
    history.append([point(1, 1), point(2, 2)]);
    history.append([point(1, 9), point(2, 9), point(3, 3)]);
    expect(history.points.map(p => p.groups['0']?.usedBytes)).toEqual([1, 2, 3]);
  });

  it('gives another list for other content, and the same for the same', () => {
    const history = new History();
    history.append([point(1, 1)]);
    const before = history.points;
    history.append([point(1, 1)]);
    expect(history.points).toBe(before);
    history.append([point(2, 1)]);
    expect(history.points).not.toBe(before);
  });

  it('keeps the last ten minutes one for one', () => {
    const { points } = filled(900, () => GIB);
    const young = points.filter(p => p.timeMs > 900_000 - 600_000);
    expect(young).toHaveLength(600);
  });

  it('keeps an hour, at a tenth of the samples beyond ten minutes', () => {
    const { points } = filled(3 * 3600, () => GIB);
    const oldest = points[0]?.timeMs ?? 0;
    expect(10_800_000 - oldest).toBeGreaterThanOrEqual(DEFAULT_KEEP_MS - 60_000);
    expect(10_800_000 - oldest).toBeLessThanOrEqual(DEFAULT_KEEP_MS + 60_000);
    expect(points.length).toBeLessThan(1100);
  });

  it('keeps as much as the server does, ever coarser', () => {
    const history = new History();
    history.keepMs = 24 * 3_600_000;
    for (let minute = 1; minute <= 25 * 60; minute += 1) {
      history.append([point(minute * 60, GIB), point(minute * 60 + 1, GIB)]);
    }
    const oldest = history.points[0]?.timeMs ?? 0;
    expect((history.last?.timeMs ?? 0) - oldest).toBeGreaterThan(24 * 3_600_000 - 120_000);
    expect(history.points.length).toBeLessThan(1600);
  });

  it('never loses the peak', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1500 }), peakAt => {
        const { points } = filled(1500, second => (second === peakAt ? 9 * GIB : GIB));
        expect(Math.max(...points.map(p => p.groups['0']?.usedBytes ?? 0))).toBe(9 * GIB);
      }),
      { numRuns: 12 }
    );
  });

  it('forgets everything when cleared', () => {
    const history = filled(5, () => GIB);
    history.clear();
    expect(history.last).toBeNull();
    history.append([point(1, GIB)]);
    expect(history.last?.seq).toBe(1);
  });
});
