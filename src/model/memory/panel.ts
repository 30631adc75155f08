import type { IDisposable } from '@lumino/disposable';
import { Signal } from '@lumino/signaling';
import type { ISignal } from '@lumino/signaling';

import { serverGroupKey } from '../../logic/memory/headroom';
import type { DeathReport } from '../../logic/types';
import type { MonitorModel } from './monitor';
import type { SettingsModel } from '../settings';

/** How far back the charts reach. */
export const RANGES_MS = {
  minute: 60_000,
  tenMinutes: 600_000,
  hour: 3_600_000,
  sixHours: 21_600_000,
  all: Number.POSITIVE_INFINITY
} as const;
export type Range = keyof typeof RANGES_MS;

/** Shortest first. */
const RANGES: readonly Range[] = ['minute', 'tenMinutes', 'hour', 'sixHours', 'all'];

/** What the panel shows of the monitor's data: which group, and how far back. */
export class PanelModel implements IDisposable {
  constructor(
    readonly monitor: MonitorModel,
    readonly settings: SettingsModel
  ) {
    monitor.changed.connect(this._emit, this);
  }

  get stateChanged(): ISignal<this, void> {
    return this._stateChanged;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** The ranges that the history is long enough to fill, and `all`. */
  get ranges(): readonly Range[] {
    const { keepMs } = this.monitor.history;
    return RANGES.filter(range => range === 'all' || RANGES_MS[range] <= keepMs);
  }

  /** One of `ranges`. */
  get range(): Range {
    return this.ranges.includes(this._range) ? this._range : 'all';
  }
  set range(value: Range) {
    if (value !== this._range) {
      this._range = value;
      this._emit();
    }
  }

  /** Whether a table is shown instead of the charts. */
  get asTable(): boolean {
    return this._asTable;
  }
  set asTable(value: boolean) {
    if (value !== this._asTable) {
      this._asTable = value;
      this._emit();
    }
  }

  /** Kernel of the notebook in front; null when there is none. */
  get activeKernelId(): string | null {
    return this._activeKernelId;
  }
  set activeKernelId(value: string | null) {
    if (value !== this._activeKernelId) {
      this._activeKernelId = value;
      // A user who switches to another notebook wants to see the limit of that one.
      this._chosenGroup = null;
      this._emit();
    }
  }

  /** The extension that runs cells without our check; null when all cells are checked. */
  get uncheckedRunner(): string | null {
    return this._uncheckedRunner;
  }
  set uncheckedRunner(value: string | null) {
    if (value !== this._uncheckedRunner) {
      this._uncheckedRunner = value;
      this._emit();
    }
  }

  /** Deaths to mark in the charts and to list, newest first. */
  get deaths(): readonly DeathReport[] {
    return this._deaths;
  }
  set deaths(value: readonly DeathReport[]) {
    this._deaths = value;
    this._emit();
  }

  /**
   * The group that is shown: the chosen one, else that of the active kernel, else the server's.
   * Null before the first answer.
   */
  get groupKey(): string | null {
    const { context } = this.monitor;
    if (context === null) {
      return null;
    }
    const active = this._activeKernelId;
    const wanted = [this._chosenGroup, active === null ? null : this.monitor.groupOfKernel(active)];
    const found = wanted.find(key => key !== null && key in context.groups);
    return found ?? serverGroupKey(context);
  }

  /** Shows another group until the active kernel changes. */
  chooseGroup(key: string): void {
    this._chosenGroup = key;
    this._emit();
  }

  dispose(): void {
    this._isDisposed = true;
    Signal.clearData(this);
  }

  private _emit(): void {
    if (!this._isDisposed) {
      this._stateChanged.emit();
    }
  }

  private readonly _stateChanged = new Signal<this, void>(this);
  private _isDisposed = false;
  private _range: Range = 'tenMinutes';
  private _asTable = false;
  private _activeKernelId: string | null = null;
  private _chosenGroup: string | null = null;
  private _uncheckedRunner: string | null = null;
  private _deaths: readonly DeathReport[] = [];
}
