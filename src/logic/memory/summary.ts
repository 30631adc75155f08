import { levelOf, worstLevel } from './headroom';
import type { Level, Thresholds } from './headroom';
import { planesOf, readPlane } from './plane';
import type { PlaneId } from './plane';
import type { Context, SamplePoint } from '../types';

/** What is left in one plane. */
export interface PlaneSummary {
  plane: PlaneId;
  headroomBytes: number | null;
  level: Level;
}

/** A summary of RAM and VRAM. */
export interface Summary {
  /** The worse of the two. */
  level: Level;
  ram: PlaneSummary | null;
  /** Where there are several GPUs, the one with the least left. */
  fullestGpu: PlaneSummary | null;
}

/** Summarises in a few figures what is left for a kernel of a group. */
export function summarise(
  context: Context,
  point: SamplePoint | null,
  groupKey: string | null,
  thresholds: Thresholds
): Summary {
  const planes = planesOf(context, groupKey).map(plane => {
    const { headroomBytes, limitBytes } = readPlane(plane, point, context);
    return { plane, headroomBytes, level: levelOf(headroomBytes, limitBytes, thresholds) };
  });
  const ram = planes.find(({ plane }) => plane.kind === 'ram') ?? null;
  const fullestGpu =
    planes
      .filter(({ plane }) => plane.kind === 'vram')
      .sort((a, b) => (a.headroomBytes ?? Infinity) - (b.headroomBytes ?? Infinity))[0] ?? null;
  const level = worstLevel([ram?.level ?? 'unknown', fullestGpu?.level ?? 'unknown']);
  return { level, ram, fullestGpu };
}

/** In percent of the limit: below this use, a GPU is not worth a chart. */
const QUIET_PERCENT = 2;

/** Whether a GPU was practically unused throughout, as most GPUs of a machine with eight are. */
export function isQuiet(plane: PlaneId, points: readonly SamplePoint[], context: Context): boolean {
  return (
    plane.kind === 'vram' &&
    points.every(point => {
      const { usedBytes, limitBytes } = readPlane(plane, point, context);
      return (
        usedBytes === null ||
        (limitBytes !== null && usedBytes < (limitBytes * QUIET_PERCENT) / 100)
      );
    })
  );
}
