import type { Context, GpuInfo } from '../types';

/** Where there are GPUs of several vendors, libraries take them in this order. */
const VENDORS = ['nvidia', 'amd', 'intel'];

/**
 * The GPUs that a kernel sees, in its own order: what its code calls `cuda:0`
 * comes first. Null within: there is one more, but which is not known. For a
 * kernel of which nothing is known: all GPUs of the machine.
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

/** All GPUs of a vendor, as the machine numbers them. Of a sliced GPU its slice, if it has one only. */
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
