/** One reading of something that may grow. */
export interface Reading {
  timeMs: number;
  bytes: number;
}

/** A growth that is clear enough to report. */
export interface Trend {
  /** Bytes per second; negative while it shrinks. */
  bytesPerSecond: number;
}

/** How far back a trend looks. Any longer, and a phase that has already ended would count. */
export const TREND_WINDOW_MS = 30_000;

/** Fewer readings than this do not make a trend. */
const MIN_READINGS = 6;
const MIN_SPAN_MS = 5_000;

/** A smaller change than this within the window is noise from allocators and caches. */
const MIN_CHANGE_BYTES = 16 * 1024 * 1024;

/** Share of the variation that a straight line must explain. */
const MIN_FIT = 0.8;

/** The slope of the newest third must still be at least this share of the whole slope. */
const MIN_RECENT_SHARE = 0.3;

/** The furthest a forecast reaches: ten times the window that it is drawn from. */
const MAX_FORECAST_MS = 10 * TREND_WINDOW_MS;

interface Line {
  /** Bytes per millisecond. */
  slope: number;
  /** 0 to 1: how well the line describes the readings. */
  fit: number;
}

/** Least squares fit; the readings must have at least two different times. */
function fitLine(readings: readonly Reading[]): Line {
  const n = readings.length;
  const meanT = readings.reduce((sum, r) => sum + r.timeMs, 0) / n;
  const meanB = readings.reduce((sum, r) => sum + r.bytes, 0) / n;
  let tt = 0;
  let tb = 0;
  let bb = 0;
  for (const { timeMs, bytes } of readings) {
    tt += (timeMs - meanT) ** 2;
    tb += (timeMs - meanT) * (bytes - meanB);
    bb += (bytes - meanB) ** 2;
  }
  if (tt === 0 || bb === 0) {
    return { slope: 0, fit: 0 };
  }
  return { slope: tb / tt, fit: (tb * tb) / (tt * bb) };
}

/**
 * The trend of the newest readings (oldest first); null when there is none, because the readings
 * are too few, change too little, are too uneven, or the growth is already over.
 */
export function trendOf(readings: readonly Reading[]): Trend | null {
  const last = readings[readings.length - 1];
  if (last === undefined) {
    return null;
  }
  const recent = readings.filter(r => r.timeMs >= last.timeMs - TREND_WINDOW_MS);
  const first = recent[0] ?? last;
  const spanMs = last.timeMs - first.timeMs;
  if (recent.length < MIN_READINGS || spanMs < MIN_SPAN_MS) {
    return null;
  }
  const { slope, fit } = fitLine(recent);
  if (Math.abs(slope) * spanMs < MIN_CHANGE_BYTES || fit < MIN_FIT) {
    return null;
  }
  const newest = recent.filter(r => r.timeMs >= last.timeMs - spanMs / 3);
  const share = newest.length < 2 ? 0 : fitLine(newest).slope / slope;
  return share < MIN_RECENT_SHARE ? null : { bytesPerSecond: slope * 1000 };
}

/**
 * Milliseconds until nothing is left at this rate; null when usage is not growing, or the limit is
 * too far off to forecast.
 */
export function timeToLimitMs(trend: Trend | null, headroomBytes: number | null): number | null {
  if (trend === null || headroomBytes === null || trend.bytesPerSecond <= 0) {
    return null;
  }
  const ms = (Math.max(0, headroomBytes) / trend.bytesPerSecond) * 1000;
  return ms > MAX_FORECAST_MS ? null : ms;
}

/** Leaves out the readings that are not known. */
export function knownReadings(
  values: readonly { timeMs: number; bytes: number | null }[]
): Reading[] {
  return values.filter((value): value is Reading => value.bytes !== null);
}
