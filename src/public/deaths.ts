import { Token } from '@lumino/coreutils';
import type { ISignal } from '@lumino/signaling';

/** The kernels that died while the server was running, and why. */
export interface IHeadroomDeaths {
  /** Emitted when the list changes, and when the server starts or stops answering. */
  readonly changed: ISignal<IHeadroomDeaths, void>;

  /** Emitted for each report that is new or has been extended, oldest first. */
  readonly arrived: ISignal<IHeadroomDeaths, HeadroomArrival>;

  /** Newest first; the server keeps the last 50. */
  readonly deaths: readonly HeadroomDeath[];

  /** Null when there is no report with this id. */
  byId(id: string): HeadroomDeath | null;

  /** Asks the server for news. Never rejects. Rarely needed, because deaths are announced. */
  refresh(): Promise<void>;
}

export interface HeadroomArrival {
  readonly report: HeadroomDeath;
  /** False for a report that is older than this page, and so no reason to disturb anyone. */
  readonly isNews: boolean;
}

/** Why a kernel died, as far as the public API promises. */
export interface HeadroomCause {
  /**
   * One word, such as `oom-kill-limit`, `killed-from-outside` or `segfault`; docs/explanations.md
   * lists them. Minor releases may add more: treat any word that you do not know as `unknown`.
   */
  readonly cause: string;
}

/** One death. Sizes are bytes at the time of death; `null` means "not known", never zero. */
export interface HeadroomDeath {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly timeMs: number;
  /** While `collecting`, more evidence may arrive and the cause may change. */
  readonly state: 'collecting' | 'final';
  readonly kernel: HeadroomDeadKernel;
  /** The cause. Further details depend on the cause, and may change in any release. */
  readonly details: HeadroomCause;
  readonly confidence: 'certain' | 'high' | 'medium' | 'low';
  readonly exit: HeadroomExit;
  /** Memory held by all processes under the limit together. */
  readonly usedBytes: number | null;
  readonly limitBytes: number | null;
  readonly headroomBytes: number | null;
  /** Memory held by the kernel. */
  readonly kernelBytes: number | null;
  readonly evidence: readonly HeadroomEvidence[];
}

export interface HeadroomDeadKernel {
  /** As in Jupyter's REST API. */
  readonly id: string;
  /** Name of the kernelspec. */
  readonly name: string;
  /** Path of the notebook or console, relative to the server's root. */
  readonly path: string | null;
}

export interface HeadroomExit {
  readonly code: number | null;
  /** Number of the signal that ended the kernel; null if there was none. */
  readonly signal: number | null;
  /** `SIGKILL`, ... */
  readonly signalName: string | null;
}

export interface HeadroomEvidence {
  /** In plain words, not translated. */
  readonly text: string;
  /** Whether it supports the cause (true) or speaks against it (false); null: neither. */
  readonly supports: boolean | null;
  /** False: the source could not be read, and the text says why. */
  readonly readable: boolean;
}

/** Kernels that died, with cause and evidence. */
export const IHeadroomDeaths = new Token<IHeadroomDeaths>(
  'jupyterlab-headroom:IHeadroomDeaths',
  'Kernels that died, with cause and evidence.'
);
