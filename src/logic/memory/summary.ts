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

/** Both planes in brief. */
export interface Summary {
  /** The worst of the two. */
  level: Level;
  ram: PlaneSummary | null;
  /** Of several GPUs the one with the least left. */
  fullestGpu: PlaneSummary | null;
}

/** What is left for a kernel of a group, in a few figures. */
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

/** Shares of the limit below which a GPU is not worth a chart, in percent. */
const QUIET_PERCENT = 2;

/** Whether nothing to speak of happened on a GPU: of eight, most are like that. */
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
