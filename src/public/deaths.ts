import { Token } from '@lumino/coreutils';
import type { ISignal } from '@lumino/signaling';

/** The kernels that died while the server ran, and why. */
export interface IHeadroomDeaths {
  /** Emitted when the list, or whether the server answers, has changed. */
  readonly changed: ISignal<IHeadroomDeaths, void>;

  /** Emitted for each report that is new or has more to say, oldest first. */
  readonly arrived: ISignal<IHeadroomDeaths, HeadroomArrival>;

  /** The newest first; the server keeps the last 50. */
  readonly deaths: readonly HeadroomDeath[];

  /** Null when there is no report of this id. */
  byId(id: string): HeadroomDeath | null;

  /** Asks the server for what is new. Never rejects. Rarely needed: deaths are announced. */
  refresh(): Promise<void>;
}

export interface HeadroomArrival {
  readonly report: HeadroomDeath;
  /** False for what was there before this page: it is no reason to disturb anybody. */
  readonly isNews: boolean;
}

/** Why it died, as far as that is promised to others. */
export interface HeadroomCause {
  /**
   * One word, such as `oom-kill-limit`, `killed-from-outside` or `segfault`; docs/explanations.md
   * lists them. A minor release may add some: treat a word that you do not know as `unknown`.
   */
  readonly cause: string;
}

/** One death. Sizes are bytes at the time of death; `null` means "not known", never zero. */
export interface HeadroomDeath {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly timeMs: number;
  /** While `collecting`, evidence still comes in and the cause may change. */
  readonly state: 'collecting' | 'final';
  readonly kernel: HeadroomDeadKernel;
  /** The cause; what else is told of it differs by cause, and may change with any release. */
  readonly details: HeadroomCause;
  readonly confidence: 'certain' | 'high' | 'medium' | 'low';
  readonly exit: HeadroomExit;
  /** What the processes under the limit held together. */
  readonly usedBytes: number | null;
  readonly limitBytes: number | null;
  readonly headroomBytes: number | null;
  /** What the kernel held. */
  readonly kernelBytes: number | null;
  readonly evidence: readonly HeadroomEvidence[];
}

export interface HeadroomDeadKernel {
  /** As Jupyter's REST API gives it. */
  readonly id: string;
  /** Of the kernelspec. */
  readonly name: string;
  /** Of the notebook or console, relative to the server's root. */
  readonly path: string | null;
}

export interface HeadroomExit {
  readonly code: number | null;
  /** Number of the signal that ended it; null when none did. */
  readonly signal: number | null;
  /** `SIGKILL`, ... */
  readonly signalName: string | null;
}

export interface HeadroomEvidence {
  /** In plain words, not translated. */
  readonly text: string;
  /** Whether it speaks for the cause (true) or against it (false); null: neither. */
  readonly supports: boolean | null;
  /** False: the source could not be read, and the text says why. */
  readonly readable: boolean;
}

/** Kernels that died, with cause and evidence. */
export const IHeadroomDeaths = new Token<IHeadroomDeaths>(
  'jupyterlab-headroom:IHeadroomDeaths',
  'Kernels that died, with cause and evidence.'
);
