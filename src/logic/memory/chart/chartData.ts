import { kernelShare, readPlane } from '../plane';
import type { PlaneId } from '../plane';
import type { Context, SamplePoint } from '../../types';

type Column = (number | null)[];

/** Whose part of the used memory a layer shows. `ended`: kernels that are gone. */
export type Layer = { kind: 'others' } | { kind: 'ended' } | { kind: 'kernel'; kernelKey: string };

/** Columns of equal length, oldest first. */
export interface ChartColumns {
  /** Seconds since the epoch, as the chart library expects. */
  times: number[];
  /** From bottom to top. `tops[i]` is the upper edge of `layers[i]`. */
  layers: readonly Layer[];
  tops: readonly Column[];
  limit: Column;
}

/**
 * The samples of the last `rangeMs` and one before, so that the area starts at the chart's edge.
 */
export function inRange(points: readonly SamplePoint[], rangeMs: number): readonly SamplePoint[] {
  const last = points[points.length - 1];
  if (last === undefined) {
    return points;
  }
  const first = points.findIndex(p => p.timeMs >= last.timeMs - rangeMs);
  return points.slice(Math.max(0, first - 1));
}

/** Kernels that had a share of the plane in these samples. */
function takers(points: readonly SamplePoint[], plane: PlaneId): Set<string> {
  const found = new Set<string>();
  for (const point of points) {
    for (const key of Object.keys(plane.kind === 'ram' ? point.kernels : point.vram)) {
      if (!found.has(key) && (kernelShare(plane, point, key) ?? 0) > 0) {
        found.add(key);
      }
    }
  }
  return found;
}

export interface ChartRequest {
  points: readonly SamplePoint[];
  context: Context;
  plane: PlaneId;
  /** Running kernels, in the order of their layers. */
  kernelKeys: readonly string[];
  /** Whether a kernel that is no longer running had a share of this plane. */
  isEnded(kernelKey: string): boolean;
}

/** The used memory of a plane, stacked by who holds it. */
export function chartColumns(request: ChartRequest): ChartColumns {
  const { points, context, plane } = request;
  const present = takers(points, plane);
  const kernelKeys = request.kernelKeys.filter(key => present.has(key));
  const gone = [...present].filter(key => !(key in context.kernels) && request.isEnded(key));
  const readings = points.map(point => readPlane(plane, point, context));
  const columnOf = (key: string) => points.map(point => kernelShare(plane, point, key));
  const ofKernels = kernelKeys.map(columnOf);
  const ofEnded = addUp(gone.map(columnOf), points.length);
  const named = addUp([...ofKernels, ofEnded], points.length);
  const others = readings.map(({ usedBytes }, i) =>
    usedBytes === null ? null : Math.max(0, usedBytes - (named[i] ?? 0))
  );
  const layers: Layer[] = [
    { kind: 'others' },
    ...(gone.length > 0 ? [{ kind: 'ended' } as const] : []),
    ...kernelKeys.map(kernelKey => ({ kind: 'kernel' as const, kernelKey }))
  ];
  const columns = [others, ...(gone.length > 0 ? [ofEnded] : []), ...ofKernels];
  return {
    times: points.map(({ timeMs }) => timeMs / 1000),
    layers,
    tops: stack(columns, others),
    limit: readings.map(({ limitBytes }) => limitBytes)
  };
}

/** Sums the columns; unknown parts count as zero. */
function addUp(columns: readonly Column[], length: number): number[] {
  return Array.from({ length }, (_, i) =>
    columns.reduce((sum, column) => sum + (column[i] ?? 0), 0)
  );
}

/** Running sums from the bottom up; a gap in the base is a gap in every layer. */
function stack(columns: readonly Column[], base: Column): Column[] {
  let below: Column = base.map(value => (value === null ? null : 0));
  return columns.map(column => {
    below = below.map((sum, i) => (sum === null ? null : sum + (column[i] ?? 0)));
    return below;
  });
}
