/** Memory that idle kernels under the same limit hold, and what it would change. */
import type { Capacity, Estimate, KernelInfo, Verdict, VerdictKind } from '../../types';
import { judgeAll } from './verdict';

/** A kernel that does nothing now, and what ending it gives back. */
export interface IdleKernel {
  kernel: KernelInfo;
  /** Anonymous and shared memory of its processes. */
  ramBytes: number;
  /** GPU as `Capacity` names it -> VRAM. */
  vramBytes: Readonly<Record<string, number>>;
}

/** Kernels to shut down so that a load fits, and the verdict with their memory. */
export interface Relief {
  kernels: readonly IdleKernel[];
  verdict: Verdict;
}

const FITTING: readonly VerdictKind[] = ['fits', 'slow'];
/** More choices would not help to choose. */
const MOST_OFFERED = 3;

/** Each single kernel that is enough, the smallest first; else as few together as possible. */
export function findReliefs(
  estimates: readonly Estimate[],
  capacity: Capacity,
  idle: readonly IdleKernel[]
): Relief[] {
  const bySize = [...idle].sort((a, b) => a.ramBytes - b.ramBytes);
  const single = bySize.flatMap(kernel => relief(estimates, capacity, [kernel]) ?? []);
  return single.length > 0
    ? single.slice(0, MOST_OFFERED)
    : largestCombined(estimates, capacity, bySize.reverse());
}

/** The largest ones, until it fits. */
function largestCombined(
  estimates: readonly Estimate[],
  capacity: Capacity,
  largestFirst: readonly IdleKernel[]
): Relief[] {
  for (let count = 2; count <= largestFirst.length; count++) {
    const found = relief(estimates, capacity, largestFirst.slice(0, count));
    if (found) {
      return [found];
    }
  }
  return [];
}

function relief(
  estimates: readonly Estimate[],
  capacity: Capacity,
  kernels: readonly IdleKernel[]
): Relief | null {
  const verdict = judgeAll(estimates, kernels.reduce(withoutKernel, capacity));
  return verdict && FITTING.includes(verdict.kind) ? { kernels, verdict } : null;
}

/** What is left when a kernel has ended. */
function withoutKernel(capacity: Capacity, { ramBytes, vramBytes }: IdleKernel): Capacity {
  const { headroomBytes, gpus } = capacity;
  return {
    ...capacity,
    headroomBytes: headroomBytes === null ? null : headroomBytes + ramBytes,
    gpus: Object.fromEntries(
      Object.entries(gpus).map(([gpu, room]) => [
        gpu,
        {
          ...room,
          freeBytes: room.freeBytes === null ? null : room.freeBytes + (vramBytes[gpu] ?? 0)
        }
      ])
    )
  };
}
