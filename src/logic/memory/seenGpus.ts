import type { Context, GpuInfo } from '../types';

/** On a machine with GPUs of several vendors, libraries prefer them in this order. */
const VENDORS = ['nvidia', 'amd', 'intel'];

/**
 * The GPUs that a kernel sees, in its own order: the one that its code calls `cuda:0` comes first.
 * A null entry is a GPU that exists but could not be identified. For a kernel about which nothing
 * is known: all GPUs of the machine.
 */
export function gpusSeenBy(
  context: Context,
  kernelKey: string | null
): readonly (GpuInfo | null)[] {
  const visible = kernelKey === null ? undefined : context.visibleGpus[kernelKey];
  if (visible) {
    return visible.map(key => (key === null ? null : (context.gpus[key] ?? null)));
  }
  return gpusOfMachine(context);
}

/**
 * All GPUs of the preferred vendor, as the machine numbers them. A sliced GPU is represented by its
 * slice if it has exactly one, else by null.
 */
export function gpusOfMachine(context: Context): readonly (GpuInfo | null)[] {
  const all = Object.values(context.gpus);
  const devices = all.filter(gpu => !gpu.parent);
  const vendor = VENDORS.find(name => devices.some(gpu => gpu.vendor === name));
  return devices
    .filter(gpu => vendor === undefined || gpu.vendor === vendor)
    .sort((a, b) => (a.index ?? 0) - (b.index ?? 0))
    .map(gpu => {
      const slices = all.filter(slice => slice.parent === gpu.key);
      return slices.length === 0 ? gpu : slices.length === 1 ? (slices[0] ?? null) : null;
    });
}
