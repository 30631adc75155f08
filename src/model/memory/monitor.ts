import { DisposableDelegate } from '@lumino/disposable';
import type { IDisposable } from '@lumino/disposable';
import { Poll } from '@lumino/polling';
import { Signal } from '@lumino/signaling';
import type { ISignal } from '@lumino/signaling';

import { asClientError, ClientError } from '../../logic/types/clientError';
import { capacityOf } from '../../logic/memory/headroom';
import { withLastGroups, withStates } from '../../logic/memory/kernelStates';
import type {
  Capacity,
  Context,
  HeadroomClient,
  KernelInfo,
  Latest,
  SampleBatch
} from '../../logic/types';
import { LatestRequest } from '../latestRequest';
import type { IHeadroomMonitor } from '../../public';
import { History } from './history';
import type { SettingsModel } from '../settings';

/**
 * - `starting`: no answer yet.
 * - `ok`: the newest answer could be read.
 * - `absent`: the server part of this extension is not enabled.
 * - `unreachable`: no usable answer; `problem` says why.
 */
export type MonitorStatus = 'starting' | 'ok' | 'unreachable' | 'absent';

/** A failing server is asked less and less often, down to once in this time. */
const SLOWEST_POLL_MS = 60_000;

/** Asks for everything: lower than the number of any server's first sample. */
const NOTHING_YET = -1;

/**
 * The memory of this server: the newest figures, the history, and the headroom.
 *
 * Polls only while somebody holds it (`acquire`) and the page is visible. The server keeps the
 * history, so nothing is lost in the meantime.
 */
export class MonitorModel implements IHeadroomMonitor, IDisposable {
  constructor(options: MonitorModel.IOptions) {
    this._client = options.client;
    this._settings = options.settings;
    this._poll = new Poll<void, unknown>({
      auto: false,
      name: 'jupyterlab-headroom:samples',
      // A request that is already under way serves a poll as well as one of its own.
      factory: () => this._requests.join(false),
      frequency: this._frequency(),
      standby: 'when-hidden'
    });
    this._settings.changed.connect(this._onSettings, this);
  }

  /** Emitted after every answer and every change of `status`. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get status(): MonitorStatus {
    return this._status;
  }

  /** Why `status` is `unreachable` or `absent`; null otherwise. */
  get problem(): ClientError | null {
    return this._problem;
  }

  /** Details of the newest sample; null before the first. */
  get latest(): Latest | null {
    return this._latest;
  }

  /** Groups, kernels and GPUs by key; null before the first answer. */
  get context(): Context | null {
    return this._context;
  }

  get history(): History {
    return this._history;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  kernelById(kernelId: string): KernelInfo | null {
    const kernels = Object.values(this._context?.kernels ?? {});
    return kernels.find(({ id }) => id === kernelId) ?? null;
  }

  /** Key of the group whose limit a kernel runs under; null when not known. */
  groupOfKernel(kernelId: string): string | null {
    return this.kernelById(kernelId)?.groupKey ?? null;
  }

  /**
   * Whether a kernel that is gone was counted in a group. If it ended before this page was opened,
   * only its key is known; it is then assumed to have been in the group if there is no other.
   */
  wasInGroup(kernelKey: string, groupKey: string): boolean {
    const seen = this._seen.get(kernelKey);
    return seen
      ? seen.groupKey === groupKey
      : Object.keys(this._context?.groups ?? {}).length === 1;
  }

  /** What a kernel can still take, according to the newest sample. */
  capacityOf(kernelId: string): Capacity {
    return capacityOf(
      this._context ?? NO_CONTEXT,
      this._history.last,
      this._latest,
      this.kernelById(kernelId)
    );
  }

  /** Keeps the monitor polling until the result is disposed. */
  acquire(): IDisposable {
    this._holders += 1;
    if (this._holders === 1) {
      void this._poll.start();
    }
    return new DisposableDelegate(() => {
      this._holders -= 1;
      if (this._holders === 0) {
        void this._poll.stop();
      }
    });
  }

  /**
   * Asks the server for current figures, even if nobody holds the monitor, with a request that is
   * sent after this call. Never rejects: `status` and `problem` show the outcome.
   */
  async refresh(): Promise<void> {
    if (this._isDisposed) {
      return;
    }
    await this._requests.ask(true).catch(() => undefined);
    // Let a poll that had backed off return to its normal pace.
    if (this._holders > 0 && this._status === 'ok') {
      void this._poll.schedule({ phase: 'resolved' });
    }
  }

  dispose(): void {
    if (this._isDisposed) {
      return;
    }
    this._isDisposed = true;
    this._poll.dispose();
    Signal.clearData(this);
  }

  private async _ask(isFresh: boolean): Promise<void> {
    try {
      let batch = await this._request(isFresh);
      if (this._epoch !== '' && batch.epoch !== this._epoch) {
        // The server was restarted: its numbering has nothing to do with the numbers known here.
        this._reset();
        batch = await this._request();
      }
      this._take(batch);
    } catch (error) {
      const problem = asClientError(error);
      this._setStatus(problem.kind === 'absent' ? 'absent' : 'unreachable', problem);
      throw problem;
    }
  }

  private _request(isFresh = false): Promise<SampleBatch> {
    return this._client.samples(this._seq, this._revision, this._epoch, isFresh);
  }

  private _take(batch: SampleBatch): void {
    const known = batch.context ?? this._context;
    if (known === null) {
      throw new ClientError('garbage', 'The first answer names no kernels.');
    }
    this._latest = batch.latest ?? this._latest;
    const now = withStates(known, this._latest);
    const context = (this._context = withLastGroups(now, this._seen));
    for (const kernel of Object.values(context.kernels)) {
      this._seen.set(kernel.key, kernel);
    }
    this._epoch = batch.epoch;
    this._seq = batch.seq;
    this._revision = batch.revision;
    this._history.keepMs = batch.history.keepMs;
    this._history.append(batch.samples);
    this._setStatus('ok', null);
  }

  private _reset(): void {
    this._history.clear();
    this._seen.clear();
    this._context = null;
    this._latest = null;
    this._epoch = '';
    this._seq = NOTHING_YET;
    this._revision = NOTHING_YET;
  }

  private _setStatus(status: MonitorStatus, problem: ClientError | null): void {
    if (this._isDisposed) {
      return;
    }
    const before = this._status;
    this._status = status;
    this._problem = problem;
    if (status !== before && problem !== null) {
      console.warn(`jupyterlab-headroom: ${problem.message}`);
    } else if (status !== before && before !== 'starting') {
      console.warn('jupyterlab-headroom: the server answers again.');
    }
    this._changed.emit();
  }

  private _frequency() {
    return {
      backoff: true,
      interval: this._settings.composite.pollSeconds * 1000,
      max: SLOWEST_POLL_MS
    };
  }

  private _onSettings(): void {
    this._poll.frequency = this._frequency();
    this._changed.emit();
  }

  private readonly _changed = new Signal<this, void>(this);
  private readonly _client: HeadroomClient;
  private readonly _settings: SettingsModel;
  private readonly _poll: Poll<void, unknown>;
  private readonly _history = new History();
  /** Kernels by key, living and ended. A key is never reused within an epoch. */
  private readonly _seen = new Map<string, KernelInfo>();
  /** `true` asks for current figures; those that a poll gets may be a second old. */
  private readonly _requests = new LatestRequest<boolean>(
    isFresh => this._ask(isFresh),
    (one, other) => one || other
  );
  private _holders = 0;
  private _isDisposed = false;
  private _status: MonitorStatus = 'starting';
  private _problem: ClientError | null = null;
  private _context: Context | null = null;
  private _latest: Latest | null = null;
  private _epoch = '';
  private _seq = NOTHING_YET;
  private _revision = NOTHING_YET;
}

const NO_CONTEXT: Context = { groups: {}, kernels: {}, gpus: {}, visibleGpus: {}, problems: [] };

export namespace MonitorModel {
  export interface IOptions {
    client: HeadroomClient;
    settings: SettingsModel;
  }
}
