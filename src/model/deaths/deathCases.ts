import type { IDisposable } from '@lumino/disposable';
import { Signal } from '@lumino/signaling';
import type { ISignal } from '@lumino/signaling';

import type { DeathReport, RunningCell } from '../../logic/types';
import { DeathCase } from './deathCase';
import type { Arrival, DeathsModel } from './deaths';

/** The restart is noticed up to 3 s after the death, and later than that on a busy server. */
const SAME_DEATH_MS = 15_000;

/** A kernel that dies while starting is restarted within seconds, five times in all. */
const LOOP_MS = 30_000;

/** When to ask for the report of a death, counted from when the death was noticed. */
const ASK_AFTER_MS = [0, 150, 400, 800, 1500, 3000] as const;

/**
 * Opens one case for each death, whichever side notices it first: the server, whose report comes
 * within milliseconds, or JupyterLab, which sees the restart up to three seconds later, once per
 * view of the notebook.
 */
export class DeathCases implements IDisposable {
  constructor(private readonly _options: DeathCases.IOptions) {
    _options.deaths.arrived.connect(this._onArrived, this);
  }

  /** Emitted once per death, as soon as it is noticed. */
  get opened(): ISignal<this, DeathCase> {
    return this._opened;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** To be called when JupyterLab reports that the server found the kernel dead and restarts it. */
  restarting(kernelId: string, path: string | null): void {
    const nowMs = this._options.now();
    if (this._recent(kernelId)?.noteRestart(nowMs) || this._wasMissed(kernelId, nowMs)) {
      return;
    }
    const found = this._died(kernelId, path, null);
    found.noteRestart(nowMs);
    void this._follow(found);
  }

  dispose(): void {
    this._isDisposed = true;
    Signal.clearData(this);
  }

  private _onArrived(_: DeathsModel, { report, isNews }: Arrival): void {
    const key = keyOf(report);
    const known = this._cases.get(key);
    if (known?.report?.id === report.id) {
      known.setReport(report);
      return;
    }
    if (!isNews) {
      this._missed.set(key, Math.max(this._missed.get(key) ?? 0, report.timeMs));
      return;
    }
    const recent = this._recent(key);
    if (recent && recent.report === null) {
      recent.setReport(report);
      return;
    }
    const opened = this._died(report.kernel.id, report.kernel.path, report);
    if (report.state === 'collecting') {
      void this._follow(opened);
    }
  }

  private _died(kernelId: string, path: string | null, report: DeathReport | null): DeathCase {
    const nowMs = this._options.now();
    const isWorker = report?.details.cause === 'worker-oom-kill';
    const cell = isWorker
      ? this._options.recentCell(kernelId)
      : this._options.runningCell(kernelId);
    const key = report ? keyOf(report) : kernelId;
    const before = this._cases.get(key);
    if (before && (cell === null || before.isWorker) && nowMs - before.lastMs < LOOP_MS) {
      before.diedAgain(nowMs);
      if (report) {
        before.setReport(report);
      }
      return before;
    }
    const next = new DeathCase({
      kernelId,
      path: path ?? this._options.pathOf(kernelId),
      cell,
      cellDeaths: before && isSameCell(before.cell, cell) ? before.cellDeaths + 1 : 1,
      report,
      noticedMs: nowMs
    });
    this._cases.set(key, next);
    this._opened.emit(next);
    return next;
  }

  private _recent(key: string): DeathCase | null {
    const known = this._cases.get(key);
    return known && this._options.now() - known.lastMs < SAME_DEATH_MS ? known : null;
  }

  /**
   * Whether the page reconnected between a death, which is announced as missed, and this restart.
   */
  private _wasMissed(kernelId: string, nowMs: number): boolean {
    const diedMs = this._missed.get(kernelId);
    return diedMs !== undefined && nowMs - diedMs < SAME_DEATH_MS;
  }

  /** Asks until the report is final, for three seconds at most. */
  private async _follow(followed: DeathCase): Promise<void> {
    let passedMs = 0;
    for (const atMs of ASK_AFTER_MS) {
      await this._options.sleep(atMs - passedMs);
      passedMs = atMs;
      if (this._isDisposed || followed.report?.state === 'final') {
        return;
      }
      await this._options.deaths.refresh();
    }
    followed.giveUp();
  }

  private readonly _opened = new Signal<this, DeathCase>(this);
  private readonly _cases = new Map<string, DeathCase>();
  /** By key, the time of a kernel's latest death that happened before this page was watching. */
  private readonly _missed = new Map<string, number>();
  private _isDisposed = false;
}

/** Worker deaths get a key of their own: the kernel lives on, and may still die itself. */
function keyOf(report: DeathReport): string {
  const { id } = report.kernel;
  return report.details.cause === 'worker-oom-kill' ? `worker of ${id}` : id;
}

function isSameCell(one: RunningCell | null, other: RunningCell | null): boolean {
  if (one === null || other === null) {
    return false;
  }
  return one.cellId === null ? one.source === other.source : one.cellId === other.cellId;
}

export namespace DeathCases {
  export interface IOptions {
    deaths: DeathsModel;
    /** The cell that the kernel is running at this moment. */
    runningCell: (kernelId: string) => RunningCell | null;
    /** The same, or else the cell that the kernel has just finished. */
    recentCell: (kernelId: string) => RunningCell | null;
    /** Path of the kernel's notebook on this page; the server may not know it yet. */
    pathOf: (kernelId: string) => string | null;
    /** Milliseconds since the epoch. */
    now: () => number;
    sleep: (ms: number) => Promise<void>;
  }
}
