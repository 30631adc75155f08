/** `device_map="auto"`: the phases of an estimate once the GPUs are known. */
import { ALL_GPUS } from '../rules/weights/device';
import { scale, exactly } from '../rules/interval';
import { freeFor } from '../../memory/torchCache';
import type { Capacity, Estimate, Phase, Resident } from '../../types';

/** The share of the free VRAM that transformers and accelerate plan to use. */
const PLANNED_SHARE = 0.9;

export interface Placed {
  phases: readonly Phase[];
  resident: Resident | null;
  /** Some of the weights stay in RAM and are copied to the GPU each time they are used. */
  spills: boolean;
}

export function placed(estimate: Estimate, capacity: Capacity): Placed {
  const resident = estimate.resident ?? null;
  const need = estimate.phases.map(({ vram }) => vram[ALL_GPUS]).find(Boolean);
  if (need === undefined) {
    return { phases: estimate.phases, resident, spills: false };
  }
  const share = shareInRam(need.high, estimate, capacity);
  const without = <T extends Resident>(part: T): T => ({
    ...part,
    anonymous: scale(part.anonymous, exactly(share)),
    file: scale(part.file, exactly(share)),
    vram: {}
  });
  return {
    phases: estimate.phases.map(without),
    resident: resident && without(resident),
    spills: share > 0 && Object.keys(capacity.gpus).length > 0
  };
}

/**
 * The share of the weights that stays in RAM: 1 without a GPU, 0 if everything fits on the GPUs.
 * Unknown free VRAM counts as enough.
 */
function shareInRam(bytes: number, estimate: Estimate, capacity: Capacity): number {
  const free = Object.keys(capacity.gpus).map(gpu => freeFor(estimate, capacity, gpu));
  if (free.length === 0) {
    return 1;
  }
  if (free.some(bytes => bytes === null) || bytes === 0) {
    return 0;
  }
  const usable = PLANNED_SHARE * free.reduce<number>((sum, room) => sum + (room ?? 0), 0);
  return Math.max(0, bytes - usable) / bytes;
}
