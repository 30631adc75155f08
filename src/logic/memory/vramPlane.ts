/** Which kernels hold the memory of the GPUs, according to the newest sample. */
import type { Context, GpuInfo, KernelInfo, Latest, SamplePoint } from '../types';
import { gpusSeenBy } from './seenGpus';

export interface VramHolder {
  kernelId: string;
  label: string;
  bytes: number;
  isThisKernel: boolean;
}

export interface VramUse {
  /** The kernel's own number for the GPU: the ordinal in its process, not in the machine. */
  gpu: string;
  name: string;
  usedBytes: number | null;
  totalBytes: number | null;
  /** Kernels whose share is known, largest first. */
  holders: readonly VramHolder[];
  /** Used by anything else, or by kernels whose share is not known. */
  othersBytes: number | null;
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
  const kernel = Object.values(context.kernels).find(({ id }) => id === kernelId);
  const gpus = gpusSeenBy(context, kernel?.key ?? null).flatMap((gpu, ordinal) =>
    gpu === null ? [] : [useOf(gpu, ordinal, context, sample, latest, kernelId)]
  );
  return { gpus, ramHeadroomBytes: ramLeft(kernel, sample) };
}

function useOf(
  gpu: GpuInfo,
  ordinal: number,
  context: Context,
  sample: SamplePoint | null,
  latest: Latest | null,
  kernelId: string
): VramUse {
  const usedBytes = latest?.gpus[gpu.key]?.usedBytes ?? sample?.gpus[gpu.key] ?? null;
  const holders = holdersOf(gpu.key, context, sample, kernelId);
  const known = holders.reduce((sum, { bytes }) => sum + bytes, 0);
  return {
    gpu: String(ordinal),
    name: gpu.name,
    usedBytes,
    totalBytes: latest?.gpus[gpu.key]?.totalBytes ?? gpu.totalBytes,
    holders,
    // Device and processes are read one after the other, so the difference can be negative.
    othersBytes: usedBytes === null ? null : Math.max(0, usedBytes - known)
  };
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

function ramLeft(kernel: KernelInfo | undefined, sample: SamplePoint | null): number | null {
  return (kernel?.groupKey && sample?.groups[kernel.groupKey]?.headroomBytes) || null;
}
