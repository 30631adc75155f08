import type { DeathReport } from '../../types';
import { formatBytes } from '../../words/units';
import type { Translate } from '../../words/translate';

interface GpuUse {
  name: string;
  usedBytes: number;
  totalBytes: number;
}

/** VRAM at the last sample of every GPU whose figures are known. */
function gpuUses(report: DeathReport): GpuUse[] {
  return Object.entries(report.gpus).flatMap(([name, gpu]) =>
    gpu.usedBytes === null || gpu.totalBytes === null || gpu.totalBytes === 0
      ? []
      : [{ name, usedBytes: gpu.usedBytes, totalBytes: gpu.totalBytes }]
  );
}

/**
 * Says that it was RAM and not VRAM, with the figures of the fullest GPU.
 *
 * Empty when no GPU was seen, since RAM and VRAM cannot then be confused.
 */
export function notTheGpu(report: DeathReport, trans: Translate): string[] {
  const fullest = gpuUses(report).sort((a, b) => share(b) - share(a))[0];
  if (!fullest) {
    return [];
  }
  return [
    trans.__(
      'It was RAM, not GPU memory: GPU %1 had %2 of %3 in use (%4 %).',
      fullest.name,
      formatBytes(fullest.usedBytes),
      formatBytes(fullest.totalBytes),
      Math.round(share(fullest) * 100)
    )
  ];
}

function share(use: GpuUse): number {
  return use.usedBytes / use.totalBytes;
}
