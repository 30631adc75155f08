import type { IDisposable } from '@lumino/disposable';
import { Signal } from '@lumino/signaling';
import type { ISignal } from '@lumino/signaling';

import { levelOf } from '../../logic/memory/headroom';
import type { Level, Thresholds } from '../../logic/memory/headroom';
import { allPlanes, readPlane } from '../../logic/memory/plane';
import type { PlaneId } from '../../logic/memory/plane';
import type { GroupPoint } from '../../logic/types';
import type { MonitorModel } from './monitor';
import type { SettingsModel } from '../settings';

/** A plane's headroom fell below a threshold. */
export interface Crossing {
  plane: PlaneId;
  level: 'tight' | 'critical';
  reading: GroupPoint;
}

/** A level is left only once the headroom is this many percentage points above its threshold. */
const RECOVERY_PERCENT = 2;

/** Reports once when a plane becomes tight, and once when it becomes critical. */
export class AlertsModel implements IDisposable {
  constructor(
    private readonly _monitor: MonitorModel,
    private readonly _settings: SettingsModel
  ) {
    _monitor.changed.connect(this._look, this);
  }

  get crossed(): ISignal<this, Crossing> {
    return this._crossed;
  }

  /** Emitted when a plane that was tight or critical no longer is. */
  get recovered(): ISignal<this, PlaneId> {
    return this._recovered;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    this._isDisposed = true;
    Signal.clearData(this);
  }

  private _look(): void {
    const { context, history, status } = this._monitor;
    if (context === null || status !== 'ok') {
      return;
    }
    for (const plane of allPlanes(context)) {
      this._judge(plane, readPlane(plane, history.last, context));
    }
  }

  private _judge(plane: PlaneId, reading: GroupPoint): void {
    const name = `${plane.kind} ${plane.key}`;
    const before = this._levels.get(name) ?? 'ok';
    const now = nextLevel(before, reading, this._settings.composite);
    this._levels.set(name, now);
    if (now === before) {
      return;
    }
    if (now === 'critical' || (now === 'tight' && before === 'ok')) {
      this._crossed.emit({ plane, level: now, reading });
    } else if (now === 'ok') {
      this._recovered.emit(plane);
    }
  }

  private readonly _crossed = new Signal<this, Crossing>(this);
  private readonly _recovered = new Signal<this, PlaneId>(this);
  private readonly _levels = new Map<string, Level>();
  private _isDisposed = false;
}

/**
 * The level after a reading: worse at once, better only beyond a margin. An unknown reading changes
 * nothing.
 */
function nextLevel(before: Level, reading: GroupPoint, thresholds: Thresholds): Level {
  const { headroomBytes, limitBytes } = reading;
  const strict = levelOf(headroomBytes, limitBytes, thresholds);
  const lenient = levelOf(headroomBytes, limitBytes, {
    tightPercent: thresholds.tightPercent + RECOVERY_PERCENT,
    criticalPercent: thresholds.criticalPercent + RECOVERY_PERCENT
  });
  if (strict === 'unknown') {
    return before;
  }
  const order: readonly Level[] = ['ok', 'tight', 'critical'];
  const worse = order.indexOf(strict) > order.indexOf(before);
  const better = order.indexOf(lenient) < order.indexOf(before);
  return worse ? strict : better ? lenient : before;
}
