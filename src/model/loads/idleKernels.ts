import type { IdleKernel } from '../../logic/loads/verdict/relief';
import type { GpuInfo, SamplePoint } from '../../logic/types';
import { gpusSeenBy } from '../../logic/memory/seenGpus';
import type { MonitorModel } from '../memory/monitor';

/**
 * Shutting down a kernel that holds less than this frees next to nothing, and loses its variables.
 */
const WORTH_BYTES = 16 * 1024 ** 2;

/** The idle kernels under the same limit as `kernelId`, except for that kernel itself. */
export function idleBeside(
  monitor: Pick<MonitorModel, 'context' | 'history' | 'groupOfKernel'>,
  kernelId: string
): IdleKernel[] {
  const { context, history } = monitor;
  const groupKey = monitor.groupOfKernel(kernelId);
  const point = history.last;
  if (context === null || point === null || groupKey === null) {
    return [];
  }
  const own = Object.values(context.kernels).find(({ id }) => id === kernelId);
  const gpus = gpusSeenBy(context, own?.key ?? null);
  return Object.values(context.kernels)
    .filter(kernel => kernel.groupKey === groupKey && kernel.id !== kernelId)
    .filter(kernel => kernel.executionState === 'idle' && kernel.locality === 'local')
    .map(kernel => ({
      kernel,
      ramBytes: point.kernels[kernel.key] ?? 0,
      vramBytes: vramOf(kernel.key, gpus, point)
    }))
    .filter(
      ({ ramBytes, vramBytes }) =>
        ramBytes + Object.values(vramBytes).reduce((sum, bytes) => sum + bytes, 0) > WORTH_BYTES
    );
}

/**
 * The VRAM that the kernel `key` holds, by index in `gpus`: the ordinals that the kernel beside it
 * uses.
 */
function vramOf(
  key: string,
  gpus: readonly (GpuInfo | null)[],
  point: SamplePoint
): Record<string, number> {
  const held = point.vram[key] ?? {};
  return Object.fromEntries(
    gpus.flatMap((gpu, i) => {
      const bytes = gpu === null ? undefined : held[gpu.key];
      return bytes === undefined ? [] : [[String(i), bytes] as const];
    })
  );
}
