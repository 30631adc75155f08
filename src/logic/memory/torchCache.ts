/**
 * GPU memory that torch holds without using it. Other programs cannot have it, but a load in the
 * same kernel can.
 */
import type { Capacity, Estimate, KernelEnvironment } from '../types';

/** Libraries that allocate through torch within the kernel's process. */
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

/** Adds what the kernel reported about torch's cache, if it was asked. */
export function withTorchCache(
  capacity: Capacity,
  environment: KernelEnvironment | null
): Capacity {
  const torchUnused = environment?.torchUnused;
  return torchUnused === undefined ? capacity : { ...capacity, torchUnused };
}

/** What is available to a load on a GPU, numbered as in the kernel; null: not known. */
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
