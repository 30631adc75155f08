/**
 * Whether an engine that reserves a share of each GPU would start: the same two checks that vLLM
 * makes.
 */
import { add } from '../rules/interval';
import type { Capacity, EngineShare, Estimate, Verdict, VerdictKind } from '../../types';

const NOT_KNOWN = { freeBytes: null, totalBytes: null };

/** The verdict on the first GPU that is not enough; `null` if all are, or if one is not known. */
export function judgeEngine(estimate: Estimate, capacity: Capacity): Verdict | null {
  const engine = estimate.engine;
  if (!engine) {
    return null;
  }
  for (const gpu of engine.gpus) {
    const { freeBytes, totalBytes } = capacity.gpus[gpu] ?? NOT_KNOWN;
    if (freeBytes === null || totalBytes === null) {
      return null;
    }
    const verdict = onGpu(engine, freeBytes, totalBytes, estimate, capacity);
    if (verdict.kind !== 'fits') {
      return verdict;
    }
  }
  return null;
}

/** Checks first that the share is free, then that the weights and one request fit into it. */
function onGpu(
  engine: EngineShare,
  free: number,
  total: number,
  estimate: Estimate,
  capacity: Capacity
): Verdict {
  const share = Math.ceil(engine.utilization * total);
  const need = add(engine.fixedBytes, engine.cacheBytes);
  const verdict = { plane: 'vram', phase: 'load', estimate, capacity } as const;
  if (share > free) {
    const needBytes = { low: share, mid: share, high: share };
    return { ...verdict, kind: 'will-not-start', needBytes, haveBytes: free };
  }
  return { ...verdict, kind: kindWithin(need, share), needBytes: need, haveBytes: share };
}

function kindWithin(need: { low: number; high: number }, share: number): VerdictKind {
  if (need.low > share) {
    return 'will-not-start';
  }
  return need.high > share ? 'risky' : 'fits';
}
