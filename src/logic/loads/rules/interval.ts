/** Arithmetic on intervals of bytes: what is certainly, probably and possibly needed. */
import type { Interval } from '../../types';

export const NOTHING: Interval = { low: 0, mid: 0, high: 0 };

export const exactly = (bytes: number): Interval => ({
  low: bytes,
  mid: bytes,
  high: bytes
});

export const between = (low: number, mid: number, high: number): Interval => ({
  low,
  mid,
  high
});

export const add = (...terms: readonly Interval[]): Interval =>
  terms.reduce(
    (sum, term) => ({
      low: sum.low + term.low,
      mid: sum.mid + term.mid,
      high: sum.high + term.high
    }),
    NOTHING
  );

/** Multiplies by a factor that is itself uncertain. */
export const scale = (interval: Interval, factor: Interval): Interval => ({
  low: interval.low * factor.low,
  mid: interval.mid * factor.mid,
  high: interval.high * factor.high
});

/** The larger of two needs, end by end. */
export const largest = (a: Interval, b: Interval): Interval => ({
  low: Math.max(a.low, b.low),
  mid: Math.max(a.mid, b.mid),
  high: Math.max(a.high, b.high)
});

/** The smallest interval that covers them all, with the likely value of the first. */
export const hull = (first: Interval, ...others: readonly Interval[]): Interval => ({
  low: Math.min(first.low, ...others.map(o => o.low)),
  mid: first.mid,
  high: Math.max(first.high, ...others.map(o => o.high))
});
