import { pauseOf } from './kernelStates';
import type { Pause } from './kernelStates';
import { kernelShare } from './plane';
import { knownReadings, trendOf, TREND_WINDOW_MS } from './trend';
import type { Trend } from './trend';
import type { Context, KernelDetails, KernelInfo, Latest, SamplePoint } from '../types';

/** How much memory a kernel takes now, and its trend. Null: not known. */
export interface KernelUsage {
  kernel: KernelInfo;
  /** Why there are no figures of a process; null while one is running. */
  pause: Pause | null;
  ramBytes: number | null;
  /** Summed over all GPUs. */
  vramBytes: number | null;
  /** How the VRAM is known, see `KernelDetails`. */
  vramBasis: string | null;
  /** Highest RAM seen since the process started. */
  peakBytes: number | null;
  processes: number | null;
  trend: Trend | null;
}

export interface UsageSources {
  context: Context;
  /** Oldest first. */
  points: readonly SamplePoint[];
  latest: Latest | null;
}

/**
 * The kernels under a limit, largest first. Kernels whose group is not known, such as those on
 * another machine, come last in every list.
 */
export function kernelUsages(sources: UsageSources, groupKey: string | null): KernelUsage[] {
  const { context, points } = sources;
  const newestMs = points[points.length - 1]?.timeMs ?? 0;
  const recent = points.filter(p => p.timeMs >= newestMs - TREND_WINDOW_MS);
  return Object.values(context.kernels)
    .filter(kernel => kernel.groupKey === groupKey || kernel.groupKey === null)
    .map(kernel => usageOf(kernel, recent, sources.latest))
    .sort((a, b) => (b.ramBytes ?? -1) - (a.ramBytes ?? -1));
}

function usageOf(
  kernel: KernelInfo,
  recent: readonly SamplePoint[],
  latest: Latest | null
): KernelUsage {
  const plane = { kind: 'ram' as const, key: kernel.groupKey ?? '' };
  const last = recent[recent.length - 1] ?? null;
  const readings = recent.map(point => ({
    timeMs: point.timeMs,
    bytes: kernelShare(plane, point, kernel.key)
  }));
  const vram = Object.values(last?.vram[kernel.key] ?? {});
  const details = latest?.kernels[kernel.key];
  const ramBytes = kernelShare(plane, last, kernel.key);
  return {
    kernel,
    pause: pauseOf(kernel, details),
    ramBytes,
    vramBytes: vram.length > 0 ? vram.reduce((sum, bytes) => sum + bytes, 0) : noVram(details),
    vramBasis: details?.vramBasis ?? null,
    peakBytes: details?.peakBytes ?? null,
    processes: details?.processes ?? null,
    // A process that has ended is not growing any more.
    trend: ramBytes === null ? null : trendOf(knownReadings(readings))
  };
}

/** If VRAM can be attributed to kernels at all, a kernel that appears on no GPU holds none. */
const noVram = (details: KernelDetails | undefined): number | null =>
  (details?.vramBasis ?? null) === null ? null : 0;

/** Kernels that are idle now, except the active one: candidates to be shut down. */
export function idleKernels(
  usages: readonly KernelUsage[],
  activeKernelId: string | null
): KernelUsage[] {
  return usages.filter(
    ({ kernel, pause }) =>
      kernel.executionState === 'idle' && pause === null && kernel.id !== activeKernelId
  );
}

/** How much is freed when these kernels end; null when it is not known for any of them. */
export function freedBytes(usages: readonly KernelUsage[]): number | null {
  const known = usages.map(({ ramBytes }) => ramBytes).filter(bytes => bytes !== null);
  return known.length === 0 ? null : known.reduce((sum, bytes) => sum + bytes, 0);
}
