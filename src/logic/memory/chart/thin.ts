import type { GroupPoint, SamplePoint } from '../../types';

type Amount = number | null;

/** The larger known value; null only when neither is known. */
function peak(a: Amount | undefined, b: Amount | undefined): Amount {
  if (a === null || a === undefined) {
    return b ?? null;
  }
  return b === null || b === undefined ? a : Math.max(a, b);
}

function peaks(
  a: Readonly<Record<string, Amount>>,
  b: Readonly<Record<string, Amount>>
): Record<string, Amount> {
  const merged: Record<string, Amount> = { ...a };
  for (const [key, value] of Object.entries(b)) {
    merged[key] = peak(merged[key], value);
  }
  return merged;
}

function fuller(a: GroupPoint | undefined, b: GroupPoint): GroupPoint {
  if (a === undefined || a.usedBytes === null) {
    return b;
  }
  return b.usedBytes !== null && b.usedBytes >= a.usedBytes ? b : a;
}

/**
 * Merges two neighbouring samples into one at the later time. Each value keeps its peak, so that a
 * spike in a single sample is still visible an hour later.
 */
function mergePoints(a: SamplePoint, b: SamplePoint): SamplePoint {
  const groups: Record<string, GroupPoint> = { ...a.groups };
  for (const [key, point] of Object.entries(b.groups)) {
    groups[key] = fuller(groups[key], point);
  }
  const vram: Record<string, Record<string, number>> = {};
  for (const key of new Set([...Object.keys(a.vram), ...Object.keys(b.vram)])) {
    const merged = peaks(a.vram[key] ?? {}, b.vram[key] ?? {});
    vram[key] = merged as Record<string, number>;
  }
  return {
    seq: b.seq,
    timeMs: b.timeMs,
    groups,
    kernels: peaks(a.kernels, b.kernels),
    gpus: peaks(a.gpus, b.gpus),
    vram
  };
}

/** Of the samples older than `olderThanMs`, at most one per `everyMs` is kept. */
export interface Grain {
  olderThanMs: number;
  everyMs: number;
}

/**
 * Thins the samples (oldest first) according to their age. Buckets lie at whole multiples of
 * `everyMs`, so thinning twice changes nothing.
 *
 * @param grains - coarsest first
 */
export function thin(
  points: readonly SamplePoint[],
  nowMs: number,
  grains: readonly Grain[]
): SamplePoint[] {
  const kept: SamplePoint[] = [];
  let lastBucket = '';
  for (const point of points) {
    const grain = grains.find(g => nowMs - point.timeMs > g.olderThanMs);
    const bucket = grain ? `${grain.everyMs}:${Math.floor(point.timeMs / grain.everyMs)}` : '';
    const before = kept[kept.length - 1];
    if (bucket !== '' && bucket === lastBucket && before !== undefined) {
      kept[kept.length - 1] = mergePoints(before, point);
    } else {
      kept.push(point);
    }
    lastBucket = bucket;
  }
  return kept;
}
