import type { IStateDB } from '@jupyterlab/statedb';
import type { IDisposable } from '@lumino/disposable';
import { Signal } from '@lumino/signaling';
import type { ISignal } from '@lumino/signaling';

import type { DeathReport } from '../../logic/types';
import type { Arrival, DeathsModel } from './deaths';

const STATE_KEY = 'jupyterlab-headroom:last-death-seen';

/**
 * Deaths that happened while nobody looked: before the page was opened, or
 * while it was cut off. They are told together, once.
 */
export class MissedDeaths implements IDisposable {
  constructor(
    private readonly _deaths: DeathsModel,
    private readonly _state: Pick<IStateDB, 'fetch' | 'save'> | null
  ) {
    this._ready = this._load();
    _deaths.arrived.connect(this._onArrived, this);
    _deaths.changed.connect(this._onChanged, this);
  }

  /** Emitted once for all that were missed, newest first. */
  get missed(): ISignal<this, readonly DeathReport[]> {
    return this._missed;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    this._isDisposed = true;
    this._deaths.arrived.disconnect(this._onArrived, this);
    this._deaths.changed.disconnect(this._onChanged, this);
    Signal.clearData(this);
  }

  private _onArrived(_: DeathsModel, { report, isNews }: Arrival): void {
    this._arrived.push({ report, isNews });
  }

  /** The end of a batch, which may be empty. */
  private _onChanged(): void {
    void this._ready.then(() => this._tell());
  }

  private _tell(): void {
    if (this._isDisposed || !this._deaths.isAnswering) {
      return;
    }
    const arrived = this._arrived.splice(0);
    const seenMs = this._seenMs;
    const missed = arrived
      // Whoever opens this JupyterLab for the first time has missed nothing.
      .filter(({ report, isNews }) => !isNews && seenMs !== null && report.timeMs > seenMs)
      .map(({ report }) => report)
      .sort((a, b) => b.timeMs - a.timeMs);
    this._see(Math.max(seenMs ?? 0, ...arrived.map(({ report }) => report.timeMs)));
    if (missed.length > 0) {
      this._missed.emit(missed);
    }
  }

  private _see(timeMs: number): void {
    if (timeMs !== this._seenMs) {
      this._seenMs = timeMs;
      void this._state?.save(STATE_KEY, timeMs).catch(() => undefined);
    }
  }

  private async _load(): Promise<void> {
    const saved = await this._state?.fetch(STATE_KEY).catch(() => undefined);
    if (typeof saved === 'number') {
      this._seenMs = saved;
    }
  }

  private readonly _missed = new Signal<this, readonly DeathReport[]>(this);
  private readonly _ready: Promise<void>;
  private _arrived: Arrival[] = [];
  private _seenMs: number | null = null;
  private _isDisposed = false;
}
