/** The GPUs as a process numbers them, which need not be as the machine does. */
import type { Capacity, KernelEnvironment } from './types';

/**
 * `CUDA_VISIBLE_DEVICES` picks and renumbers GPUs. Ids of other kinds (UUIDs) cannot be told
 * apart here: then all stay as they are.
 */
export function visibleCapacity(
  capacity: Capacity,
  environment: KernelEnvironment | null
): Capacity {
  const devices = environment?.environment['CUDA_VISIBLE_DEVICES'];
  if (devices === undefined || !/^\s*(?:-?\d+\s*(?:,\s*-?\d+\s*)*)?$/.test(devices)) {
    return capacity;
  }
  const gpus: Record<string, Capacity['gpus'][string]> = {};
  for (const [ordinal, index] of devices.split(',').entries()) {
    const room = capacity.gpus[index.trim()];
    // CUDA stops at the first number that is no GPU.
    if (room === undefined) {
      break;
    }
    gpus[String(ordinal)] = room;
  }
  return { ...capacity, gpus };
}
