/** Decides from the error and the output of a failed cell whether it failed over memory. */
import { readGpuOom } from './cudaOom';
import type { GpuOom } from './cudaOom';
import { readWorkerDeath } from './workerDeath';
import type { WorkerDeath } from './workerDeath';

export type CellFailure =
  { kind: 'gpu-oom'; oom: GpuOom } | { kind: 'worker-death'; worker: WorkerDeath };

/** Only this much of the end is read, since a traceback ends with what matters. */
const READ_CHARACTERS = 64 * 1024;

/** null if the failure is not about memory or matches no known message. */
export function readCellFailure(text: string): CellFailure | null {
  const tail = plain(text.slice(-READ_CHARACTERS));
  const oom = readGpuOom(tail);
  if (oom) {
    return { kind: 'gpu-oom', oom };
  }
  const worker = readWorkerDeath(tail);
  return worker && { kind: 'worker-death', worker };
}

/** Strips terminal colour codes. */
function plain(text: string): string {
  return text.replace(/\u001b\[[\d;]*m/g, '');
}
