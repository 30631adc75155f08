import { knownReadings, trendOf, TREND_WINDOW_MS } from './trend';
import type { Trend } from './trend';
import type { Context, GroupPoint, SamplePoint } from '../types';

/**
 * One kind of memory with one limit: the RAM of a group, or the VRAM of a GPU.
 * Both are drawn and described by the same code, so they can be compared.
 */
export interface PlaneId {
  kind: 'ram' | 'vram';
  /** Key of the group or of the GPU. */
  key: string;
}

const UNKNOWN: GroupPoint = {
  usedBytes: null,
  limitBytes: null,
  headroomBytes: null
};

/** Used, limit and headroom of a plane in one sample. */
export function readPlane(plane: PlaneId, point: SamplePoint | null, context: Context): GroupPoint {
  if (plane.kind === 'ram') {
    return point?.groups[plane.key] ?? UNKNOWN;
  }
  const usedBytes = point?.gpus[plane.key] ?? null;
  const limitBytes = context.gpus[plane.key]?.totalBytes ?? null;
  const known = usedBytes !== null && limitBytes !== null;
  return {
    usedBytes,
    limitBytes,
    headroomBytes: known ? Math.max(0, limitBytes - usedBytes) : null
  };
}

/** A kernel's share of a plane in one sample; null when not known. */
export function kernelShare(
  plane: PlaneId,
  point: SamplePoint | null,
  kernelKey: string
): number | null {
  return (
    (plane.kind === 'ram' ? point?.kernels[kernelKey] : point?.vram[kernelKey]?.[plane.key]) ?? null
  );
}

/**
 * Planes to show for a group: its RAM, then each GPU. A GPU that is sliced (MIG) is shown as its
 * slices.
 */
export function planesOf(context: Context, groupKey: string | null): PlaneId[] {
  const devices = Object.values(context.gpus);
  const sliced = new Set(devices.map(gpu => gpu.parent));
  const gpus = devices
    .filter(gpu => !sliced.has(gpu.key))
    .sort((a, b) => (a.index ?? 0) - (b.index ?? 0))
    .map(gpu => ({ kind: 'vram' as const, key: gpu.key }));
  return groupKey === null ? gpus : [{ kind: 'ram', key: groupKey }, ...gpus];
}

/** Kernels that may take part of a plane, in the order in which they were started. */
export function paletteOrder(plane: PlaneId, context: Context): string[] {
  return Object.values(context.kernels)
    .filter(({ groupKey }) => plane.kind === 'vram' || groupKey === plane.key)
    .map(({ key }) => key)
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
}

/** Every plane of a server: the RAM of each group, and each GPU. */
export function allPlanes(context: Context): PlaneId[] {
  const groups = Object.keys(context.groups);
  return [...groups.map(key => ({ kind: 'ram' as const, key })), ...planesOf(context, null)];
}

/** The trend of a plane's used memory; null while it is not clear. */
export function planeTrend(
  plane: PlaneId,
  points: readonly SamplePoint[],
  context: Context
): Trend | null {
  const newestMs = points[points.length - 1]?.timeMs ?? 0;
  const recent = points.filter(p => p.timeMs >= newestMs - TREND_WINDOW_MS);
  const readings = recent.map(point => ({
    timeMs: point.timeMs,
    bytes: readPlane(plane, point, context).usedBytes
  }));
  return trendOf(knownReadings(readings));
}
