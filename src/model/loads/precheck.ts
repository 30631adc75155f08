import type { Kernel } from '@jupyterlab/services';
import { Signal, type ISignal } from '@lumino/signaling';

import { LoadCallReader } from '../../logic/cells/detect';
import type { DiskShortage } from '../../logic/loads/words/diskShortage';
import type { Fix } from '../../logic/loads/fixes';
import type { Relief } from '../../logic/loads/verdict/relief';
import type { CellSource, KernelEnvironment, Verdict, VerdictKind } from '../../logic/types';
import type { CellLoads, JudgedLoads, LoadJudge } from './loadJudge';

/** A cell must not wait longer than this for our round trips; after that it runs unchecked. */
const TIME_LIMIT_MS = 1000;

/**
 * The limit is counted by several timers in a row. When a page is blocked (by a large output, or on
 * a busy machine), answers may be waiting that it could not process yet; this way the blocked time
 * uses up one part of the limit at most. There are no more parts than this, because browsers
 * throttle long chains of timers in hidden pages.
 */
const PARTS = 4;

/** The mildest verdict at which the user is asked. */
export type PrecheckLevel = 'off' | 'oom' | 'risky' | 'slow';

const SEVERE: readonly VerdictKind[] = ['oom', 'cuda-oom', 'will-not-start', 'refused'];
const ASKED: Readonly<Record<PrecheckLevel, readonly VerdictKind[]>> = {
  off: [],
  oom: SEVERE,
  risky: [...SEVERE, 'risky'],
  slow: [...SEVERE, 'risky', 'slow']
};

/** The answer to a check, along with what is needed to offer fixes. */
export interface PrecheckResult {
  /** The verdict on the deciding load; that load may fit when only the disk is too small. */
  verdict: Verdict;
  /** Whether the verdict itself warrants a question. */
  isSevere: boolean;
  load: CellLoads;
  environment: KernelEnvironment | null;
  /** Downloads that the disk has no room for. */
  shortages: readonly DiskShortage[];
  /** Edits of the cell that make the whole cell fit, best first. */
  fixes: readonly Fix[];
  /** Idle kernels without which the whole cell would fit. */
  reliefs: readonly Relief[];
}

/**
 * Whether checks give answers.
 *
 * - `ok`: the last one did, or at least gave a reason to ask the user.
 * - `late`: the server did not answer in time, so the cell ran unchecked.
 * - `failed`: the server could not be asked about a load, so it ran unchecked.
 */
export type PrecheckStatus = 'ok' | 'late' | 'failed';

/** Finds loads in a cell that is about to run, and judges whether they fit. */
export class PrecheckModel {
  constructor(private readonly _options: PrecheckModel.IOptions) {
    this._reader = new LoadCallReader(error => this._reportOnce(error));
  }

  get status(): PrecheckStatus {
    return this._status;
  }

  /** Emitted when `status` changes. */
  get statusChanged(): ISignal<this, PrecheckStatus> {
    return this._statusChanged;
  }

  /** The loads that the cell would run, or null. Synchronous; never throws. */
  findLoad(executed: readonly CellSource[], cell: CellSource): CellLoads | null {
    if (this._options.level() === 'off') {
      return null;
    }
    const calls = this._reader.read([...executed, cell], executed.length);
    return calls.length > 0 ? { calls, source: cell.source, executed } : null;
  }

  /**
   * Judges a load. Resolves to null when there is no need to ask the user: the load fits, nothing
   * is known about it, or the answer did not come in time. Never rejects.
   *
   * @param isIdle - false when the kernel has been sent cells that have not ended yet.
   */
  async check(
    load: CellLoads,
    kernel: Kernel.IKernelConnection,
    isIdle: boolean
  ): Promise<PrecheckResult | null> {
    const abort = new AbortController();
    const stop = afterTimeLimit(() => abort.abort());
    try {
      const judged = await Promise.race([
        this._options.judge.judge(load, kernel, isIdle, abort.signal),
        aborted(abort.signal)
      ]);
      if (judged === LATE) {
        this._setStatus('late');
        return null;
      }
      const result = this._resultOf(load, judged, kernel.id);
      const isUnchecked = result === null && judged.problem !== null;
      this._setStatus(isUnchecked ? 'failed' : 'ok');
      return result;
    } catch (error) {
      this._setStatus('failed');
      this._reportOnce(error);
      return null;
    } finally {
      stop();
    }
  }

  private _resultOf(load: CellLoads, judged: JudgedLoads, kernelId: string): PrecheckResult | null {
    const { verdict, shortages, environment } = judged;
    if (verdict === null) {
      return null;
    }
    const isSevere = ASKED[this._options.level()].includes(verdict.kind);
    if (!isSevere && shortages.length === 0) {
      return null;
    }
    const remedies = isSevere
      ? this._options.judge.findRemedies(judged, kernelId)
      : { fixes: [], reliefs: [] };
    return { verdict, isSevere, load, environment, shortages, ...remedies };
  }

  private _setStatus(status: PrecheckStatus): void {
    if (status !== this._status) {
      this._status = status;
      this._statusChanged.emit(status);
    }
  }

  /** Reports only the first error, since the same one would come with every cell. */
  private _reportOnce(error: unknown): void {
    if (!this._hasReported) {
      this._hasReported = true;
      console.error('jupyterlab-headroom: the check before a run failed; the cell runs.', error);
    }
  }

  private readonly _reader: LoadCallReader;
  private readonly _statusChanged = new Signal<this, PrecheckStatus>(this);
  private _status: PrecheckStatus = 'ok';
  private _hasReported = false;
}

export namespace PrecheckModel {
  export interface IOptions {
    judge: Pick<LoadJudge, 'judge' | 'findRemedies'>;
    level: () => PrecheckLevel;
  }
}

const LATE = Symbol('late');

/** Calls `action` when the time limit is over, unless the returned function is called first. */
function afterTimeLimit(action: () => void): () => void {
  let left = PARTS;
  let timer = 0;
  const next = (): void => {
    if (left-- > 0) {
      timer = window.setTimeout(next, TIME_LIMIT_MS / PARTS);
    } else {
      action();
    }
  };
  next();
  return () => window.clearTimeout(timer);
}

function aborted(signal: AbortSignal): Promise<typeof LATE> {
  return new Promise(resolve => {
    signal.addEventListener('abort', () => resolve(LATE), { once: true });
  });
}
