/** Memory of a GPU that torch keeps without using it: other programs cannot have it, a load in the same kernel can. */
import type { Capacity, Estimate, KernelEnvironment } from '../types';

/** Those that allocate through torch within the kernel's process. */
const THROUGH_TORCH: ReadonlySet<string> = new Set([
  'accelerate',
  'diffusers',
  'peft',
  'safetensors',
  'sentence-transformers',
  'timm',
  'torch',
  'transformers',
  'trl',
  'unsloth'
]);

/** With what the kernel told about torch's cache, if it was asked. */
export function withTorchCache(
  capacity: Capacity,
  environment: KernelEnvironment | null
): Capacity {
  const torchUnused = environment?.torchUnused;
  return torchUnused === undefined ? capacity : { ...capacity, torchUnused };
}

/** What a load can have of a GPU, as the kernel numbers it; null: not known. */
export function freeFor(
  { call }: Pick<Estimate, 'call'>,
  { gpus, torchUnused }: Capacity,
  gpu: string
): number | null {
  const free = gpus[gpu]?.freeBytes ?? null;
  if (free === null || !THROUGH_TORCH.has(call.library)) {
    return free;
  }
  return free + (torchUnused?.[gpu] ?? 0);
}
