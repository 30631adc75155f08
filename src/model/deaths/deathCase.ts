import { Signal } from '@lumino/signaling';
import type { ISignal } from '@lumino/signaling';

import { explain, looking } from '../../logic/deaths/explain';
import type { Explanation } from '../../logic/deaths/explain';
import type { Translate } from '../../logic/words/translate';
import { withFixes } from '../../logic/deaths/steps/fixSteps';
import { reportNumbers } from '../../logic/deaths/report/reportNumbers';
import type { ReportNumber } from '../../logic/deaths/report/reportNumbers';
import type { DeathReport, RunningCell } from '../../logic/types';
import type { LostLoad } from './lostLoad';
import type { ReportSubject } from './reportSubject';

/**
 * - `looking`: the server has been asked and has not answered yet.
 * - `reported`: there is a report, which may still be extended.
 * - `no-report`: the server sent no report in time.
 */
export type CaseState = 'looking' | 'reported' | 'no-report';

/**
 * Each connection to a kernel (a notebook, its console) sees the same restart. Two different
 * restarts are at least one poll of the server's restarter (3 s) apart.
 */
const SAME_RESTART_MS = 1500;

/** One death as this page follows it: what the browser saw, and the server's report. */
export class DeathCase implements ReportSubject {
  constructor(options: DeathCase.IOptions) {
    this.kernelId = options.kernelId;
    this.path = options.path;
    this.cell = options.cell;
    this.cellDeaths = options.cellDeaths ?? 1;
    this._lastMs = options.noticedMs;
    this._report = options.report;
    this._state = options.report ? 'reported' : 'looking';
  }

  readonly kernelId: string;
  /** Path of the notebook or console; null when this page does not show it. */
  readonly path: string | null;
  readonly cell: RunningCell | null;
  /** How many deaths of this kernel in a row came while this same cell was running; at least 1. */
  readonly cellDeaths: number;

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get report(): DeathReport | null {
    return this._report;
  }

  get state(): CaseState {
    return this._state;
  }

  get isLooking(): boolean {
    return this._state === 'looking';
  }

  /** Whether no further report is expected. */
  get isSettled(): boolean {
    return this._state === 'no-report' || this._report?.state === 'final';
  }

  /** Whether a process that the kernel had started was killed, and not the kernel itself. */
  get isWorker(): boolean {
    return this._report?.details.cause === 'worker-oom-kill';
  }

  /** How many times this kernel has died in a row without work in between; at least 1. */
  get deaths(): number {
    return this._deaths;
  }

  /** When the last of these deaths was noticed, by this page's clock. */
  get lastMs(): number {
    return this._lastMs;
  }

  /**
   * Notes that JupyterLab has seen the kernel being restarted. Returns false if that restart
   * follows a different death than the last one of this case.
   */
  noteRestart(nowMs: number): boolean {
    if (this._restartSeenMs !== null && nowMs - this._restartSeenMs > SAME_RESTART_MS) {
      return false;
    }
    this._restartSeenMs = nowMs;
    return true;
  }

  /** The explanation in words, including how often the kernel has died. */
  explain(trans: Translate): Explanation {
    if (this.isLooking) {
      return looking(trans);
    }
    const explained = explain({
      report: this._report,
      cell: this.cell,
      load: this._load?.estimate ?? null,
      trans
    });
    const complete = withFixes(explained, this._load?.fixes ?? [], this.cell, trans);
    return { ...complete, lines: [...this._repetition(trans), ...complete.lines] };
  }

  numbers(trans: Translate): ReportNumber[] {
    return this._report ? reportNumbers(this._report, trans) : [];
  }

  setReport(report: DeathReport): void {
    this._report = report;
    this._state = 'reported';
    this._changed.emit();
  }

  /** Adds what the cell was loading. */
  learn(load: LostLoad): void {
    this._load = load;
    this._changed.emit();
  }

  giveUp(): void {
    if (this._state === 'looking') {
      this._state = 'no-report';
      this._changed.emit();
    }
  }

  /** Notes that the kernel died again before it was given anything to do. */
  diedAgain(nowMs: number): void {
    this._deaths += 1;
    this._lastMs = nowMs;
    this._restartSeenMs = null;
    this._changed.emit();
  }

  /** Says how often the same has happened before; empty if this is the first time. */
  private _repetition(trans: Translate): string[] {
    if (this._deaths > 1) {
      return [
        this.isWorker
          ? trans.__('%1 worker processes were killed, one after the other.', this._deaths)
          : trans.__('It has died %1 times in a row since it was last given work.', this._deaths)
      ];
    }
    return this.cellDeaths > 1
      ? [
          trans.__(
            'The cell below was running each of the last %1 times that this kernel died.',
            this.cellDeaths
          )
        ]
      : [];
  }

  private readonly _changed = new Signal<this, void>(this);
  private _load: LostLoad | null = null;
  private _report: DeathReport | null;
  private _state: CaseState;
  private _deaths = 1;
  private _lastMs: number;
  private _restartSeenMs: number | null = null;
}

export namespace DeathCase {
  export interface IOptions {
    kernelId: string;
    path: string | null;
    cell: RunningCell | null;
    /** 1 by default. */
    cellDeaths?: number;
    report: DeathReport | null;
    noticedMs: number;
  }
}
