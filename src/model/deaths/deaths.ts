import type { IDisposable } from '@lumino/disposable';
import { Signal } from '@lumino/signaling';
import type { ISignal } from '@lumino/signaling';

import { asClientError } from '../../logic/types/clientError';
import type { DeathBatch, DeathReport, HeadroomClient } from '../../logic/types';
import { LatestRequest } from '../latestRequest';
import type { IHeadroomDeaths } from '../../public';

/** As many as the server keeps. */
const KEPT_REPORTS = 50;

/** A cell fails within this time after the process that it had started. */
const FRESH_MS = 15_000;

/** Older ones that are found on coming back happened while the page was cut off. */
const AWAY_MS = 60_000;

/** Asks for everything: older than the first report of any server. */
const NOTHING_YET = -1;

/** A report that came, and whether it tells something that happened just now. */
export interface Arrival {
  report: DeathReport;
  /** false: it was there when this page first asked, or came back, perhaps with less to say. */
  isNews: boolean;
}

/**
 * The deaths that this server has seen, newest first.
 *
 * Nothing is polled: `refresh()` is called at start, when a connection comes
 * back, on a hint from the event bus, and while a death is being explained.
 */
export class DeathsModel implements IHeadroomDeaths, IDisposable {
  /** `now` gives milliseconds since the epoch. */
  constructor(
    private readonly _client: Pick<HeadroomClient, 'deaths'>,
    private readonly _now: () => number = Date.now
  ) {}

  /** Emitted when the list, or whether the server answers, has changed. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** Emitted for each new or changed report, oldest first. */
  get arrived(): ISignal<this, Arrival> {
    return this._arrived;
  }

  get deaths(): readonly DeathReport[] {
    return this._deaths;
  }

  /** The last question was answered. False before the first answer. */
  get isAnswering(): boolean {
    return this._isAnswering;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** Something about this kernel came within the last seconds. */
  hasNewsOf(kernelId: string): boolean {
    const cameMs = this._news.get(kernelId);
    return cameMs !== undefined && this._now() - cameMs < FRESH_MS;
  }

  byId(id: string): DeathReport | null {
    return this._deaths.find(report => report.id === id) ?? null;
  }

  /**
   * Asks for what is new, with a request that is sent after this call. Never rejects.
   *
   * @param isReturn - the page was cut off: what is old by now was missed.
   */
  refresh(isReturn = false): Promise<void> {
    this._returns += isReturn ? 1 : 0;
    return this._request.ask();
  }

  dispose(): void {
    this._isDisposed = true;
    Signal.clearData(this);
  }

  private async _ask(): Promise<void> {
    const returns = this._returns;
    try {
      let batch = await this._client.deaths(this._seq);
      if (this._epoch !== null && batch.epoch !== this._epoch) {
        // Another run of the server: its numbers start anew, our reports stay.
        batch = await this._client.deaths(NOTHING_YET);
      }
      this._setAnswering(true, null);
      this._take(batch);
      // What was under way at a return settles nothing: the next answer may hold old deaths too.
      this._answeredReturns = returns;
    } catch (error) {
      this._setAnswering(false, asClientError(error).message);
    }
  }

  private _take(batch: DeathBatch): void {
    if (this._isDisposed) {
      return;
    }
    const isFirst = this._epoch === null;
    this._epoch = batch.epoch;
    this._seq = batch.seq;
    if (batch.deaths.length === 0) {
      return;
    }
    this._deaths = merge(this._deaths, batch.deaths);
    for (const report of batch.deaths) {
      const isNews = this._isNews(report, isFirst);
      if (isNews) {
        this._news.set(report.kernel.id, this._now());
      }
      this._arrived.emit({ report, isNews });
    }
    this._changed.emit();
  }

  /** What was missed stays missed, also when the server has more to say about it. */
  private _isNews(report: DeathReport, isFirst: boolean): boolean {
    const isBack = this._returns > this._answeredReturns;
    const isOld = isBack && this._now() - report.timeMs > AWAY_MS;
    if (isFirst || isOld) {
      this._missed.add(report.id);
    }
    return !this._missed.has(report.id);
  }

  private _setAnswering(answers: boolean, problem: string | null): void {
    if (this._isDisposed || answers === this._isAnswering) {
      return;
    }
    this._isAnswering = answers;
    if (problem !== null) {
      console.warn(`jupyterlab-headroom: no news of deaths: ${problem}`);
    }
    this._changed.emit();
  }

  private readonly _changed = new Signal<this, void>(this);
  private readonly _arrived = new Signal<this, Arrival>(this);
  private _deaths: readonly DeathReport[] = [];
  private readonly _news = new Map<string, number>();
  private readonly _missed = new Set<string>();
  private readonly _request = new LatestRequest<void>(() => this._ask());
  /** How often the page came back, and how many of these a request sent later has answered. */
  private _returns = 0;
  private _answeredReturns = 0;
  private _isAnswering = false;
  private _isDisposed = false;
  private _epoch: string | null = null;
  private _seq = NOTHING_YET;
}

/** Newer versions of a report replace older ones; newest death first. */
function merge(known: readonly DeathReport[], fresh: readonly DeathReport[]): DeathReport[] {
  const byId = new Map(known.map(report => [report.id, report]));
  for (const report of fresh) {
    byId.set(report.id, report);
  }
  return [...byId.values()].sort((a, b) => b.timeMs - a.timeMs).slice(0, KEPT_REPORTS);
}
