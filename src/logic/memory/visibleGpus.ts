/** The GPUs as a process numbers them, which need not be as the machine does. */
import type { Capacity, KernelEnvironment } from '../types';

/**
 * `CUDA_VISIBLE_DEVICES` picks and renumbers GPUs. The server has done so by what it was when
 * the kernel started; a cell may have set it anew since. Ids of other kinds (UUIDs) cannot be
 * told apart here: then all stay as they are. So they do where the server could not tell which
 * GPU a number means.
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
    // CUDA stops at the first number that is no GPU.
    if (room === undefined) {
      break;
    }
    gpus[String(ordinal)] = room;
  }
  return { ...capacity, gpus };
}

const isUnknown = ({ freeBytes, totalBytes }: Capacity['gpus'][string]): boolean =>
  freeBytes === null && totalBytes === null;
