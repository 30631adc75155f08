import { Notification } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';

import { kernelUsages } from '../../logic/memory/kernelUsage';
import type { PlaneId } from '../../logic/memory/plane';
import { shortenNotification } from '../../logic/words/shorten';
import { formatBytes } from '../../logic/words/units';
import type { AlertsModel, Crossing } from '../../model/memory/alerts';
import type { MonitorModel } from '../../model/memory/monitor';
import type { SettingsModel } from '../../model/settings';
import { kernelName, planeName } from '../../widgets/shared/memoryWords';

/** Shows threshold crossings as notifications, at most one per plane at a time. */
export class AlertNotices {
  constructor(private readonly _options: AlertNotices.IOptions) {
    const { alerts } = _options;
    alerts.crossed.connect(this._onCrossed, this);
    alerts.recovered.connect((_, plane) => this._dismiss(plane));
  }

  private _onCrossed(_: AlertsModel, crossing: Crossing): void {
    const { settings, show, trans } = this._options;
    const { notifyLevel } = settings.composite;
    const isWanted = notifyLevel === 'tight' || notifyLevel === crossing.level;
    this._dismiss(crossing.plane);
    if (!isWanted) {
      return;
    }
    const emit = crossing.level === 'critical' ? Notification.error : Notification.warning;
    const id = emit(shortenNotification(this._text(crossing)), {
      autoClose: crossing.level === 'critical' ? false : 10_000,
      actions: [{ label: trans.__('Show memory'), callback: show }]
    });
    this._shown.set(nameOf(crossing.plane), id);
  }

  /** What is left, and which kernel takes the most. */
  private _text({ plane, level, reading }: Crossing): string {
    const { monitor, trans } = this._options;
    const { context } = monitor;
    const name = context ? planeName(plane, context, trans) : '';
    const left = formatBytes(reading.headroomBytes);
    const limit = formatBytes(reading.limitBytes);
    const text =
      level === 'critical'
        ? trans.__('%1 is critical: %2 left of %3.', name, left, limit)
        : trans.__('%1 is tight: %2 left of %3.', name, left, limit);
    const largest = this._largest(plane);
    return largest === '' ? text : `${text} ${largest}`;
  }

  private _largest(plane: PlaneId): string {
    const { monitor, trans } = this._options;
    const { context, history, latest } = monitor;
    if (context === null || plane.kind !== 'ram') {
      return '';
    }
    const [first] = kernelUsages({ context, points: history.points, latest }, plane.key);
    return first === undefined || first.ramBytes === null
      ? ''
      : trans.__('%1 takes %2.', kernelName(first.kernel), formatBytes(first.ramBytes));
  }

  private _dismiss(plane: PlaneId): void {
    const id = this._shown.get(nameOf(plane));
    if (id !== undefined) {
      Notification.dismiss(id);
      this._shown.delete(nameOf(plane));
    }
  }

  /** Plane -> id of its notification. */
  private readonly _shown = new Map<string, string>();
}

function nameOf(plane: PlaneId): string {
  return `${plane.kind} ${plane.key}`;
}

export namespace AlertNotices {
  export interface IOptions {
    alerts: AlertsModel;
    monitor: MonitorModel;
    settings: SettingsModel;
    /** Brings the panel to the front. */
    show(): void;
    trans: TranslationBundle;
  }
}
