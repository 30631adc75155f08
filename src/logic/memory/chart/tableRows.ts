import { readPlane } from '../plane';
import type { PlaneId } from '../plane';
import type { Context, SamplePoint } from '../../types';

/** What happened in one part of the time range: the figures at its moment of highest use. */
export interface TableRow {
  /** The moment of highest use. */
  timeMs: number;
  usedBytes: number;
  limitBytes: number | null;
  headroomBytes: number | null;
}

/**
 * Splits the samples into at most `maxRows` parts of equal duration, newest first. Each row shows
 * the moment of highest use in its part, so that no peak is lost.
 */
export function tableRows(
  points: readonly SamplePoint[],
  plane: PlaneId,
  context: Context,
  maxRows: number
): TableRow[] {
  const first = points[0]?.timeMs ?? 0;
  const last = points[points.length - 1]?.timeMs ?? 0;
  const partMs = (last - first) / maxRows || 1;
  const rows = new Map<number, TableRow>();
  for (const point of points) {
    const { usedBytes, limitBytes, headroomBytes } = readPlane(plane, point, context);
    const part = Math.min(maxRows - 1, Math.floor((last - point.timeMs) / partMs));
    if (usedBytes !== null && usedBytes >= (rows.get(part)?.usedBytes ?? 0)) {
      rows.set(part, { timeMs: point.timeMs, usedBytes, limitBytes, headroomBytes });
    }
  }
  return [...rows.entries()].sort(([a], [b]) => a - b).map(([, row]) => row);
}
