import type { IdleKernel } from '../logic/relief';
import type { Context, SamplePoint } from '../logic/types';
import type { MonitorModel } from './monitor';

/** Below this much the person would lose variables for next to nothing. */
const WORTH_BYTES = 16 * 1024 ** 2;

/** The idle kernels under the same limit as `kernelId`, other than itself. */
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
  return Object.values(context.kernels)
    .filter(kernel => kernel.groupKey === groupKey && kernel.id !== kernelId)
    .filter(kernel => kernel.executionState === 'idle' && kernel.locality === 'local')
    .map(kernel => ({
      kernel,
      ramBytes: point.kernels[kernel.key] ?? 0,
      vramBytes: vramOf(kernel.key, context, point)
    }))
    .filter(
      ({ ramBytes, vramBytes }) =>
        ramBytes + Object.values(vramBytes).reduce((sum, bytes) => sum + bytes, 0) > WORTH_BYTES
    );
}

function vramOf(key: string, { gpus }: Context, point: SamplePoint): Record<string, number> {
  return Object.fromEntries(
    Object.entries(point.vram[key] ?? {}).map(([gpu, bytes]) => [
      String(gpus[gpu]?.index ?? gpu),
      bytes
    ])
  );
}
