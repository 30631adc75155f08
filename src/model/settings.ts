import { Signal } from '@lumino/signaling';
import type { ISignal } from '@lumino/signaling';

import { DEFAULT_SETTINGS } from '../settings';
import type { HeadroomSettings } from '../settings';

/** The settings of this extension; the defaults until others are applied. */
export class SettingsModel {
  /** Emitted when a value has changed. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get composite(): HeadroomSettings {
    return this._composite;
  }

  /** Applies the given values; settings that are not given get their defaults. */
  apply(values: Partial<HeadroomSettings>): void {
    const next: HeadroomSettings = { ...DEFAULT_SETTINGS, ...values };
    const keys = Object.keys(next) as (keyof HeadroomSettings)[];
    if (keys.every(key => next[key] === this._composite[key])) {
      return;
    }
    this._composite = next;
    this._changed.emit();
  }

  private readonly _changed = new Signal<this, void>(this);
  private _composite: HeadroomSettings = { ...DEFAULT_SETTINGS };
}
