/**
 * The nouns of memory. Sizes are bytes, times are milliseconds since the epoch.
 * `null` always means "not known", never zero.
 */

/**
 * Managers that can be recognised as the creator of a control group
 * (jupyterlab_headroom/nouns/memory.py).
 */
export const LIMIT_MANAGERS = [
  'docker',
  'kubernetes',
  'lxc',
  'podman',
  'slurm',
  'systemd'
] as const;
export type LimitManager = (typeof LIMIT_MANAGERS)[number];

export interface LimitSource {
  kind: 'cgroup-v2' | 'cgroup-v1' | 'machine' | 'unknown';
  /** Control group as Linux names it; null for the machine. */
  path: string | null;
  /** The file the limit was read from. */
  file: string | null;
  /** null: nothing indicates who. */
  manager: LimitManager | null;
}

/** All processes under one limit: a control group, or the machine. */
export interface MemoryGroup {
  key: string;
  limitSource: LimitSource;
  /** Whether the server itself runs in it. */
  isServer: boolean;
}

export interface KernelInfo {
  key: string;
  id: string;
  name: string;
  displayName: string | null;
  language: string | null;
  /** Path of the notebook or console, relative to the server's root. */
  path: string | null;
  sessionType: string | null;
  pid: number | null;
  groupKey: string | null;
  locality: 'local' | 'remote' | 'unknown';
  /** As of the newest sample; see `withStates`. */
  executionState: string | null;
}

export interface GpuInfo {
  key: string;
  name: string;
  vendor: string;
  index: number | null;
  uuid: string | null;
  totalBytes: number | null;
  unified: boolean;
  parent: string | null;
}

export interface Problem {
  source: string;
  message: string;
}

export interface Context {
  groups: Readonly<Record<string, MemoryGroup>>;
  kernels: Readonly<Record<string, KernelInfo>>;
  gpus: Readonly<Record<string, GpuInfo>>;
  /**
   * Kernel key -> GPU keys in the order in which its process counts them (`cuda:0` is the first). A
   * null entry is a GPU that exists but could not be identified. Nothing is known about kernels
   * that are missing here.
   */
  visibleGpus: Readonly<Record<string, readonly (string | null)[]>>;
  problems: readonly Problem[];
}

export interface GroupPoint {
  usedBytes: number | null;
  limitBytes: number | null;
  headroomBytes: number | null;
}

/** One sample, reduced to what the chart needs. */
export interface SamplePoint {
  seq: number;
  timeMs: number;
  groups: Readonly<Record<string, GroupPoint>>;
  /** Kernel key -> RssAnon + RssShmem of its process tree. */
  kernels: Readonly<Record<string, number | null>>;
  /** GPU key -> used VRAM. */
  gpus: Readonly<Record<string, number | null>>;
  /** Kernel key -> GPU key -> VRAM, where it can be known. */
  vram: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** Details that only the newest sample has. */
export interface GroupDetails extends GroupPoint {
  workingSetBytes: number | null;
  shmemBytes: number | null;
  highBytes: number | null;
  peakBytes: number | null;
  swapUsedBytes: number | null;
  swapLimitBytes: number | null;
  pressurePercent: number | null;
  oomGroup: boolean | null;
}

export interface KernelDetails {
  peakBytes: number | null;
  processes: number | null;
  executionState: string | null;
  /**
   * How its VRAM is known: 'nvml', 'fdinfo', 'estimated'. With a basis, it holds nothing on a GPU
   * that its sample does not list; null: not known.
   */
  vramBasis: string | null;
}

export interface GpuDetails {
  usedBytes: number | null;
  totalBytes: number | null;
  utilizationPercent: number | null;
  stale: boolean;
}

export interface MachineDetails {
  totalBytes: number | null;
  availableBytes: number | null;
  swapTotalBytes: number | null;
  swapFreeBytes: number | null;
  pressurePercent: number | null;
}

export interface Latest {
  machine: MachineDetails;
  groups: Readonly<Record<string, GroupDetails>>;
  kernels: Readonly<Record<string, KernelDetails>>;
  gpus: Readonly<Record<string, GpuDetails>>;
}

/** How far back the server's samples can reach at most (`keepMs`), and reach now (`heldMs`). */
export interface HistorySpan {
  keepMs: number;
  heldMs: number;
}

/** One answer of `GET samples`. */
export interface SampleBatch {
  /** Identifies the run of the server; when it changes, older samples are worthless. */
  epoch: string;
  seq: number;
  intervalMs: number;
  history: HistorySpan;
  revision: number;
  /** null: unchanged since the revision given in the request. */
  context: Context | null;
  samples: readonly SamplePoint[];
  latest: Latest | null;
}
