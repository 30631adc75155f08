import type {
  Capacity,
  Context,
  GpuInfo,
  GroupPoint,
  KernelInfo,
  Latest,
  SamplePoint
} from '../types';
import { gpusOfMachine, gpusSeenBy } from './seenGpus';

/** How much memory is left, in the terms that the settings use. */
export type Level = 'ok' | 'tight' | 'critical' | 'unknown';

/** Shares of the limit, in percent; see the settings of the same names. */
export interface Thresholds {
  tightPercent: number;
  criticalPercent: number;
}

export function levelOf(
  headroomBytes: number | null,
  limitBytes: number | null,
  thresholds: Thresholds
): Level {
  if (headroomBytes === null || limitBytes === null || limitBytes <= 0) {
    return 'unknown';
  }
  const leftPercent = (headroomBytes / limitBytes) * 100;
  if (leftPercent < thresholds.criticalPercent) {
    return 'critical';
  }
  return leftPercent < thresholds.tightPercent ? 'tight' : 'ok';
}

const SEVERITY: Readonly<Record<Level, number>> = {
  unknown: 0,
  ok: 1,
  tight: 2,
  critical: 3
};

/** The level that most deserves attention. */
export function worstLevel(levels: readonly Level[]): Level {
  return levels.reduce<Level>(
    (worst, level) => (SEVERITY[level] > SEVERITY[worst] ? level : worst),
    'unknown'
  );
}

/** The group that the server runs in, which is shown when no kernel is in view. */
export function serverGroupKey(context: Context): string | null {
  const groups = Object.values(context.groups);
  return (groups.find(group => group.isServer) ?? groups[0])?.key ?? null;
}

/** Kernels that are counted against the limit of a group. */
export function kernelsOf(context: Context, groupKey: string): KernelInfo[] {
  return Object.values(context.kernels).filter(kernel => kernel.groupKey === groupKey);
}

/**
 * Memory used in a group by anything but its kernels: the server, terminals, files in /dev/shm.
 * Null when the used memory is not known.
 */
export function othersBytes(
  point: SamplePoint,
  groupKey: string,
  kernelKeys: readonly string[]
): number | null {
  const used = point.groups[groupKey]?.usedBytes ?? null;
  if (used === null) {
    return null;
  }
  const known = kernelKeys.reduce((sum, key) => sum + (point.kernels[key] ?? 0), 0);
  // Kernels and group are read one after the other, so the difference can be negative.
  return Math.max(0, used - known);
}

type GpuRoom = Capacity['gpus'][string];

function gpuRoom(gpu: GpuInfo | null, group: GroupPoint | null, latest: Latest | null): GpuRoom {
  if (gpu === null) {
    return { freeBytes: null, totalBytes: null };
  }
  const details = latest?.gpus[gpu.key];
  const totalBytes = details?.totalBytes ?? gpu.totalBytes;
  const usedBytes = details?.usedBytes ?? null;
  const freeBytes = usedBytes === null || totalBytes === null ? null : totalBytes - usedBytes;
  // A unified GPU shares the machine's memory, so what is left there is left here.
  return {
    freeBytes: freeBytes ?? (gpu.unified ? (group?.headroomBytes ?? null) : null),
    totalBytes
  };
}

/** The capacity of a kernel about which nothing is known. */
const NO_CAPACITY: Capacity = {
  headroomBytes: null,
  limitBytes: null,
  limitSource: null,
  swapFreeBytes: null,
  kernelBytes: null,
  gpus: {}
};

/**
 * What a kernel can still take in both planes. A kernel that the server does not list yet is
 * assumed to run where the server runs; one on another machine has no known capacity.
 */
export function capacityOf(
  context: Context,
  point: SamplePoint | null,
  latest: Latest | null,
  kernel: KernelInfo | null
): Capacity {
  if (kernel?.locality === 'remote') {
    return NO_CAPACITY;
  }
  const groupKey = kernel?.groupKey ?? serverGroupKey(context);
  const group = (groupKey && point?.groups[groupKey]) || null;
  const rooms = (gpus: readonly (GpuInfo | null)[]): Capacity['gpus'] =>
    Object.fromEntries(gpus.map((gpu, i) => [String(i), gpuRoom(gpu, group, latest)]));
  return {
    headroomBytes: group?.headroomBytes ?? null,
    limitBytes: group?.limitBytes ?? null,
    limitSource: (groupKey && context.groups[groupKey]?.limitSource) || null,
    swapFreeBytes: latest?.machine.swapFreeBytes ?? null,
    kernelBytes: kernel ? (point?.kernels[kernel.key] ?? null) : null,
    gpus: rooms(gpusSeenBy(context, kernel?.key ?? null)),
    machineGpus: rooms(gpusOfMachine(context))
  };
}
