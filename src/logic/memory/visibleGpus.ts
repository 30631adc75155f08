/** The GPUs as a process numbers them, which may differ from the machine's numbering. */
import type { Capacity, KernelEnvironment } from '../types';

/**
 * `CUDA_VISIBLE_DEVICES` selects and renumbers GPUs. The server applies the value that the variable
 * had when the kernel started, but a cell may have changed it since. Other kinds of ids (UUIDs)
 * cannot be resolved here, so the numbering then stays as it is; likewise when the server could not
 * tell which GPU a number means.
 */
export function visibleCapacity(
  capacity: Capacity,
  environment: KernelEnvironment | null
): Capacity {
  const devices = environment?.environment['CUDA_VISIBLE_DEVICES'];
  if (devices === undefined || !/^\s*(?:-?\d+\s*(?:,\s*-?\d+\s*)*)?$/.test(devices)) {
    return capacity;
  }
  if (Object.values(capacity.gpus).some(isUnknown)) {
    return capacity;
  }
  const machine = capacity.machineGpus ?? capacity.gpus;
  const gpus: Record<string, Capacity['gpus'][string]> = {};
  for (const [ordinal, index] of devices.split(',').entries()) {
    const room = machine[index.trim()];
    // CUDA stops at the first number that is not a GPU.
    if (room === undefined) {
      break;
    }
    gpus[String(ordinal)] = room;
  }
  return { ...capacity, gpus };
}

const isUnknown = ({ freeBytes, totalBytes }: Capacity['gpus'][string]): boolean =>
  freeBytes === null && totalBytes === null;
