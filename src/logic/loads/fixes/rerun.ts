/** When a cell runs again, it builds the new model before the old one is released. */
import { estimate } from '../rules';
import type { Capacity, Estimate } from '../../types';
import { insertBefore } from './edits';
import type { Proposer } from './types';

/** Puts `del` and a garbage collection before the load if its name already holds a model. */
export const releaseFirst: Proposer = ({ source, call, facts, environment, capacity }) => {
  const { target } = call;
  if (target === null || !(environment?.loadedNames.includes(target) ?? false)) {
    return [];
  }
  const now = estimate(call, facts, environment);
  const onGpu = Object.keys(now.resident?.vram ?? {}).length > 0;
  const lines = [`del ${target}`, 'import gc', 'gc.collect()'];
  return [
    {
      id: 'release-first',
      edits: insertBefore(
        source,
        call,
        onGpu ? [...lines, 'import torch', 'torch.cuda.empty_cache()'] : lines
      ),
      capacity: released(now, capacity),
      values: { name: target }
    }
  ];
};

/** Assumes the old model to be as large as the new one, but no larger than the kernel's memory. */
function released({ resident }: Estimate, capacity: Capacity): Capacity {
  const { headroomBytes, kernelBytes } = capacity;
  const freed = Math.min(resident?.anonymous.low ?? 0, kernelBytes ?? 0);
  return {
    ...capacity,
    headroomBytes: headroomBytes === null ? null : headroomBytes + freed,
    gpus: Object.fromEntries(
      Object.entries(capacity.gpus).map(([gpu, room]) => [
        gpu,
        {
          ...room,
          freeBytes:
            room.freeBytes === null ? null : room.freeBytes + (resident?.vram[gpu]?.low ?? 0)
        }
      ])
    )
  };
}
