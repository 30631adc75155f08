import type { IDisposable } from '@lumino/disposable';
import { Signal } from '@lumino/signaling';
import type { ISignal } from '@lumino/signaling';

import type { DeathReport } from '../../logic/types';
import { Saved, type Store } from '../saved';
import type { Arrival, DeathsModel } from './deaths';

/**
 * Deaths that happened while nobody was watching: before the page was opened, or while it was
 * disconnected. They are announced once, all together.
 */
export class MissedDeaths implements IDisposable {
  constructor(
    private readonly _deaths: DeathsModel,
    store: Store | null
  ) {
    this._seenMs = new Saved<number | null>(store, {
      key: 'jupyterlab-headroom:last-death-seen',
      initial: null,
      read: saved => (typeof saved === 'number' ? saved : null),
      write: seenMs => seenMs
    });
    _deaths.arrived.connect(this._onArrived, this);
    _deaths.changed.connect(this._onChanged, this);
  }

  /** Emitted once with all deaths that were missed, newest first. */
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

  /** Called at the end of a batch of reports, which may be empty. */
  private _onChanged(): void {
    void this._seenMs.ready.then(() => this._announce());
  }

  private _announce(): void {
    if (this._isDisposed || !this._deaths.isAnswering) {
      return;
    }
    const arrived = this._arrived.splice(0);
    const seenMs = this._seenMs.value;
    const missed = arrived
      // A user who opens this JupyterLab for the first time has missed nothing.
      .filter(({ report, isNews }) => !isNews && seenMs !== null && report.timeMs > seenMs)
      .map(({ report }) => report)
      .sort((a, b) => b.timeMs - a.timeMs);
    const times = arrived.map(({ report }) => report.timeMs);
    this._seenMs.change(before => Math.max(before ?? 0, ...times));
    if (missed.length > 0) {
      this._missed.emit(missed);
    }
  }

  private readonly _missed = new Signal<this, readonly DeathReport[]>(this);
  /** Time of the newest death seen so far, on earlier pages too; null if no page has looked yet. */
  private readonly _seenMs: Saved<number | null>;
  private _arrived: Arrival[] = [];
  private _isDisposed = false;
}
