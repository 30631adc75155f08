import type { IStateDB } from '@jupyterlab/statedb';
import type { ReadonlyPartialJSONValue } from '@lumino/coreutils';

/** The part of the browser's state that is used here. */
export type Store = Pick<IStateDB, 'fetch' | 'save'>;

/**
 * A value that outlives the page, in the browser's state.
 *
 * Losing it must do no harm: where there is no state, or it cannot be read or written, the
 * value lives as long as the page. Values are immutable; each change makes a new one.
 */
export class Saved<T> {
  constructor(
    private readonly _store: Store | null,
    private readonly _options: Saved.IOptions<T>
  ) {
    this._value = _options.initial;
    this.ready = this._load();
  }

  /** What was saved has been loaded, if it could be. Never rejects. */
  readonly ready: Promise<void>;

  /** What is known by now: before `ready`, only the changes made since. */
  get value(): T {
    return this._value;
  }

  /**
   * Changes the value at once, and saves it.
   *
   * @param change - gives the same object back when there is nothing to change. It is called
   *   again with what was saved before, when that comes only after the change.
   */
  change(change: (value: T) => T): void {
    this._pendingChanges?.push(change);
    const before = this._value;
    this._value = change(before);
    if (this._pendingChanges === null && this._value !== before) {
      this._save();
    }
  }

  private async _load(): Promise<void> {
    const saved = await this._store?.fetch(this._options.key).catch(() => undefined);
    const loaded = this._options.read(saved) ?? this._options.initial;
    this._value = (this._pendingChanges ?? []).reduce((value, change) => change(value), loaded);
    this._pendingChanges = null;
    if (this._value !== loaded) {
      this._save();
    }
  }

  private _save(): void {
    const { key, write } = this._options;
    this._store?.save(key, write(this._value)).catch(() => undefined);
  }

  private _value: T;
  /** Changes made before the saved value came; null: it has come. */
  private _pendingChanges: ((value: T) => T)[] | null = [];
}

export namespace Saved {
  export interface IOptions<T> {
    key: string;
    initial: T;
    /** What was saved, perhaps by another version of this extension; null: not usable. */
    read: (saved: unknown) => T | null;
    write: (value: T) => ReadonlyPartialJSONValue;
  }
}

/** The fields of a saved object; none if it is something else. */
export function savedEntries(saved: unknown): [string, unknown][] {
  return typeof saved === 'object' && saved !== null && !Array.isArray(saved)
    ? Object.entries(saved)
    : [];
}

/** With one entry more, as the newest; the oldest beyond `maxEntries` are left out. */
export function withEntry<V>(
  entries: ReadonlyMap<string, V>,
  key: string,
  value: V,
  maxEntries: number
): ReadonlyMap<string, V> {
  const others = [...entries].filter(([other]) => other !== key);
  return new Map([...others, [key, value] as const].slice(-maxEntries));
}
