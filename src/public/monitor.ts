import { Token } from '@lumino/coreutils';
import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';

/**
 * The memory of this server and its kernels. Sizes are bytes; `null` means "not known", never zero.
 */
export interface IHeadroomMonitor {
  /** Emitted after every answer from the server, and whenever `status` changes. */
  readonly changed: ISignal<IHeadroomMonitor, void>;

  /**
   * - `starting`: no answer yet.
   * - `ok`: the newest answer could be read.
   * - `absent`: the server part of jupyterlab-headroom is not enabled.
   * - `unreachable`: there was no usable answer; the figures are those of the last good one.
   */
  readonly status: 'starting' | 'ok' | 'unreachable' | 'absent';

  /** The newest figures of the machine, its limits and its GPUs; null before the first answer. */
  readonly latest: HeadroomLatest | null;

  /**
   * What a kernel can still take, according to the newest answer. Never throws. A kernel that the
   * server does not list is assumed to run under the server's own limit; for one on another
   * machine, nothing is known.
   *
   * @param kernelId - the id of the kernel, as in Jupyter's REST API.
   */
  capacityOf(kernelId: string): HeadroomCapacity;

  /** Key in `latest.groups` of the limit that applies to a kernel; null when it is not known. */
  groupOfKernel(kernelId: string): string | null;

  /**
   * Keeps the figures up to date until the result is disposed. Polling stops while nobody holds the
   * monitor, and while the page is hidden.
   */
  acquire(): IDisposable;

  /** Asks the server once, now. Never rejects; `status` shows the outcome. */
  refresh(): Promise<void>;
}

/** What a kernel can still take, in both kinds of memory. */
export interface HeadroomCapacity {
  /** RAM that is left under the kernel's tightest limit. */
  readonly headroomBytes: number | null;
  /** That limit. */
  readonly limitBytes: number | null;
  readonly limitSource: HeadroomLimitSource | null;
  /** Free swap space of the machine. */
  readonly swapFreeBytes: number | null;
  /** Memory held by the kernel and its child processes: anonymous and shared memory. */
  readonly kernelBytes: number | null;
  /** VRAM by the ordinals under which the kernel sees its GPUs: `gpus['0']` is its `cuda:0`. */
  readonly gpus: Readonly<Record<string, HeadroomGpuCapacity>>;
}

export interface HeadroomGpuCapacity {
  readonly freeBytes: number | null;
  readonly totalBytes: number | null;
}

/** Where a limit comes from. */
export interface HeadroomLimitSource {
  /** `cgroup-v2`, `cgroup-v1`, `machine` or `unknown`; more may be added. */
  readonly kind: string;
  /** Path of the control group; null for the machine. */
  readonly path: string | null;
  /** Who set it, such as `docker` or `slurm`; null when the path does not reveal it. */
  readonly manager: string | null;
}

export interface HeadroomLatest {
  readonly machine: HeadroomMachine;
  /** By key, see `groupOfKernel`. Keys stay valid until the server restarts. */
  readonly groups: Readonly<Record<string, HeadroomGroup>>;
  /** All GPUs of the machine, by key. Keys stay valid until the server restarts. */
  readonly gpus: Readonly<Record<string, HeadroomGpu>>;
}

export interface HeadroomMachine {
  readonly totalBytes: number | null;
  readonly availableBytes: number | null;
  readonly swapTotalBytes: number | null;
  readonly swapFreeBytes: number | null;
}

/** All processes under one limit: a control group, or the machine. */
export interface HeadroomGroup {
  readonly usedBytes: number | null;
  readonly limitBytes: number | null;
  /** Not always the difference of the two, because memory that Linux can reclaim counts as left. */
  readonly headroomBytes: number | null;
  /** Highest use so far, where Linux records it. */
  readonly peakBytes: number | null;
}

export interface HeadroomGpu {
  readonly usedBytes: number | null;
  readonly totalBytes: number | null;
  /** 0 to 100. */
  readonly utilizationPercent: number | null;
}

/** The live figures. One poll per page serves all consumers. */
export const IHeadroomMonitor = new Token<IHeadroomMonitor>(
  'jupyterlab-headroom:IHeadroomMonitor',
  'The memory that is left, per limit, kernel and GPU.'
);
