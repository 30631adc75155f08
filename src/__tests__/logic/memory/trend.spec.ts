import { knownReadings, timeToLimitMs, trendOf } from '../../../logic/memory/trend';
import { GIB, MIB } from '../../memoryFixtures';

/** One reading a second. */
function course(seconds: number, bytes: (second: number) => number) {
  return Array.from({ length: seconds }, (_, second) => ({
    timeMs: second * 1000,
    bytes: bytes(second)
  }));
}

describe('trendOf', () => {
  it('sees a steady growth', () => {
    const trend = trendOf(course(30, s => GIB + s * 100 * MIB));
    expect(trend?.bytesPerSecond).toBeCloseTo(100 * MIB, 0);
  });

  it('sees a steady fall', () => {
    expect(trendOf(course(30, s => 5 * GIB - s * 100 * MIB))?.bytesPerSecond).toBeLessThan(0);
  });

  it('sees a growth that is not quite even', () => {
    const trend = trendOf(course(30, s => s * 100 * MIB + (s % 3) * 60 * MIB));
    expect(trend?.bytesPerSecond).toBeCloseTo(100 * MIB, -7);
  });

  it('looks at the last half minute only', () => {
    const trend = trendOf(course(120, s => (s < 90 ? 0 : (s - 89) * 50 * MIB)));
    expect(trend?.bytesPerSecond).toBeCloseTo(50 * MIB, -7);
  });

  it.each([
    ['nothing', course(0, () => 0)],
    ['too few readings', course(4, s => s * GIB)],
    ['a flat line', course(30, () => GIB)],
    ['noise', course(30, s => GIB + (s % 2) * 200 * MIB)],
    ['too little', course(30, s => GIB + s * 0.2 * MIB)],
    ['a step that is over', course(30, s => (s < 10 ? GIB : 3 * GIB))],
    ['a growth that is over', course(30, s => Math.min(s, 15) * 100 * MIB)]
  ])('sees no trend in %s', (_name, readings) => {
    expect(trendOf(readings)).toBeNull();
  });
});

describe('timeToLimitMs', () => {
  const growth = { bytesPerSecond: 100 * MIB };

  it.each([
    [growth, 1000 * MIB, 10_000],
    [growth, 0, 0],
    [growth, -GIB, 0],
    [growth, null, null],
    [null, GIB, null],
    [{ bytesPerSecond: -100 * MIB }, GIB, null],
    [growth, 100 * GIB, null]
  ])('of %p with %p left is %p', (trend, headroom, ms) => {
    expect(timeToLimitMs(trend, headroom)).toBe(ms);
  });
});

describe('knownReadings', () => {
  it('leaves out what is not known', () => {
    const values = [
      { timeMs: 1, bytes: null },
      { timeMs: 2, bytes: 0 }
    ];
    expect(knownReadings(values)).toEqual([{ timeMs: 2, bytes: 0 }]);
  });
});
