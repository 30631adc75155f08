import { readPlane } from '../plane';
import type { PlaneId } from '../plane';
import type { Context, SamplePoint } from '../../types';

/** What happened in a part of the range: the figures at its fullest moment. */
export interface TableRow {
  /** When it was fullest. */
  timeMs: number;
  usedBytes: number;
  limitBytes: number | null;
  headroomBytes: number | null;
}

/**
 * The samples in at most `maxRows` parts of equal length, newest first. Each
 * row is the fullest moment of its part, so that no peak is lost.
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
