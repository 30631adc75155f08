/** Who holds the memory of the GPUs, by the newest sample. */
import type { Context, Latest, SamplePoint } from './types';

export interface VramHolder {
  kernelId: string;
  label: string;
  bytes: number;
  isThisKernel: boolean;
}

export interface VramUse {
  gpu: string;
  name: string;
  usedBytes: number | null;
  totalBytes: number | null;
  /** Kernels whose share is known, the biggest first. */
  holders: readonly VramHolder[];
}

export interface VramPlane {
  gpus: readonly VramUse[];
  /** What was left in RAM at that moment; null: not known. */
  ramHeadroomBytes: number | null;
}

export function vramPlane(
  context: Context,
  sample: SamplePoint | null,
  latest: Latest | null,
  kernelId: string
): VramPlane {
  const gpus = Object.values(context.gpus).map(gpu => ({
    gpu: gpu.index === null ? gpu.key : String(gpu.index),
    name: gpu.name,
    usedBytes: latest?.gpus[gpu.key]?.usedBytes ?? sample?.gpus[gpu.key] ?? null,
    totalBytes: latest?.gpus[gpu.key]?.totalBytes ?? gpu.totalBytes,
    holders: holdersOf(gpu.key, context, sample, kernelId)
  }));
  return { gpus, ramHeadroomBytes: ramLeft(context, sample, kernelId) };
}

function holdersOf(
  gpuKey: string,
  context: Context,
  sample: SamplePoint | null,
  kernelId: string
): VramHolder[] {
  return Object.values(context.kernels)
    .flatMap(kernel => {
      const bytes = sample?.vram[kernel.key]?.[gpuKey];
      return bytes === undefined
        ? []
        : [
            {
              kernelId: kernel.id,
              label: kernel.path ?? kernel.displayName ?? kernel.name,
              bytes,
              isThisKernel: kernel.id === kernelId
            }
          ];
    })
    .sort((a, b) => b.bytes - a.bytes);
}

function ramLeft(context: Context, sample: SamplePoint | null, kernelId: string): number | null {
  const kernel = Object.values(context.kernels).find(({ id }) => id === kernelId);
  return (kernel?.groupKey && sample?.groups[kernel.groupKey]?.headroomBytes) || null;
}
