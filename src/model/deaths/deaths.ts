import type { IDisposable } from '@lumino/disposable';
import { Signal } from '@lumino/signaling';
import type { ISignal } from '@lumino/signaling';

import { asClientError } from '../../logic/types/clientError';
import type { DeathBatch, DeathReport, HeadroomClient } from '../../logic/types';
import { LatestRequest } from '../latestRequest';
import type { IHeadroomDeaths } from '../../public';

/** The number of reports that the server keeps. */
const KEPT_REPORTS = 50;

/** A cell fails within this time of the death of a process that it started. */
const FRESH_MS = 15_000;

/** Deaths older than this, found after a reconnect, happened while the page was disconnected. */
const AWAY_MS = 60_000;

/** Asks for everything: lower than the number of any server's first report. */
const NOTHING_YET = -1;

/** A report that has arrived, and whether it is about something that has just happened. */
export interface Arrival {
  report: DeathReport;
  /**
   * False if the death was there, perhaps with a shorter report, when this page first asked or
   * reconnected.
   */
  isNews: boolean;
}

/**
 * The deaths that this server has seen, newest first.
 *
 * There is no polling: `refresh()` is called at startup, when a connection is restored, on a hint
 * from the event bus, and while a death is being explained.
 */
export class DeathsModel implements IHeadroomDeaths, IDisposable {
  /** `now` gives milliseconds since the epoch. */
  constructor(
    private readonly _client: Pick<HeadroomClient, 'deaths'>,
    private readonly _now: () => number = Date.now
  ) {}

  /** Emitted when the list changes, and when the server starts or stops answering. */
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

  /** Whether the server answered the last request. False before the first answer. */
  get isAnswering(): boolean {
    return this._isAnswering;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** Whether news about this kernel arrived within the last seconds. */
  hasNewsOf(kernelId: string): boolean {
    const cameMs = this._news.get(kernelId);
    return cameMs !== undefined && this._now() - cameMs < FRESH_MS;
  }

  byId(id: string): DeathReport | null {
    return this._deaths.find(report => report.id === id) ?? null;
  }

  /**
   * Asks for new reports, with a request that is sent after this call. Never rejects.
   *
   * @param isReturn - true if the page was disconnected: deaths that are old by now were missed.
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
        // The server was restarted: its numbering starts anew, while the reports known here stay.
        batch = await this._client.deaths(NOTHING_YET);
      }
      this._setAnswering(true, null);
      this._take(batch);
      // A request that was already under way when the page reconnected does not answer that
      // reconnect: the next answer may contain old deaths, too.
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

  /** Whether a report is news. A missed death stays missed, even when its report is extended. */
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
  /**
   * How often the page has reconnected, and how many of these have been answered by a request sent
   * afterwards.
   */
  private _returns = 0;
  private _answeredReturns = 0;
  private _isAnswering = false;
  private _isDisposed = false;
  private _epoch: string | null = null;
  private _seq = NOTHING_YET;
}

/** Newer versions of a report replace older ones; the newest death comes first. */
function merge(known: readonly DeathReport[], fresh: readonly DeathReport[]): DeathReport[] {
  const byId = new Map(known.map(report => [report.id, report]));
  for (const report of fresh) {
    byId.set(report.id, report);
  }
  return [...byId.values()].sort((a, b) => b.timeMs - a.timeMs).slice(0, KEPT_REPORTS);
}
