/** Memory held by idle kernels under the same limit, and what freeing it would change. */
import type { Capacity, Estimate, KernelInfo, Verdict, VerdictKind } from '../../types';
import { judgeAll } from './verdict';

/** An idle kernel, and the memory that shutting it down would free. */
export interface IdleKernel {
  kernel: KernelInfo;
  /** Anonymous and shared memory of its processes. */
  ramBytes: number;
  /** GPU, keyed as in `Capacity.gpus` -> VRAM. */
  vramBytes: Readonly<Record<string, number>>;
}

/** Kernels to shut down so that a load fits, and the verdict once their memory is free. */
export interface Relief {
  kernels: readonly IdleKernel[];
  verdict: Verdict;
}

const FITTING: readonly VerdictKind[] = ['fits', 'slow'];
/** Offering more would only make the choice harder. */
const MOST_OFFERED = 3;

/** Single kernels that are enough, smallest first; if there are none, the fewest combined. */
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

/** Combines the largest kernels until the load fits. */
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

/** What is left once a kernel has been shut down. */
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
