import type { IStateDB } from '@jupyterlab/statedb';
import type { ReadonlyPartialJSONValue } from '@lumino/coreutils';

/** Where values are kept: the part of JupyterLab's state database that is used here. */
export type Store = Pick<IStateDB, 'fetch' | 'save'>;

/**
 * Keeps things in the browser, for this tab alone, until the tab is closed. What is in JupyterLab's
 * state database instead is part of the workspace, which JupyterLab saves on the server.
 */
export function tabStore(): Store {
  // Browsers that forbid storage throw as soon as it is looked at.
  return {
    fetch: async key => JSON.parse(window.sessionStorage.getItem(key) ?? 'null'),
    save: async (key, value) => window.sessionStorage.setItem(key, JSON.stringify(value))
  };
}

/**
 * A value that outlives the page, kept in JupyterLab's state database or in the browser's tab.
 *
 * Losing it must do no harm: if there is no store, or it cannot be read or written, the value lives
 * only as long as the page. Values are immutable; each change makes a new one.
 */
export class Saved<T> {
  constructor(
    private readonly _store: Store | null,
    private readonly _options: Saved.IOptions<T>
  ) {
    this._value = _options.initial;
    this.ready = this._load();
  }

  /** Resolves when the saved value has been loaded, if it could be. Never rejects. */
  readonly ready: Promise<void>;

  /** The current value. Before `ready`, it only reflects the changes made since the start. */
  get value(): T {
    return this._value;
  }

  /**
   * Changes the value at once, and saves it.
   *
   * @param change - returns the same object when there is nothing to change. If the saved value has
   *   not been loaded yet, this is called again with that value once it has.
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
  /**
   * Changes made before the saved value was loaded, to be repeated on it; null once it is loaded.
   */
  private _pendingChanges: ((value: T) => T)[] | null = [];
}

export namespace Saved {
  export interface IOptions<T> {
    key: string;
    initial: T;
    /**
     * Reads what was saved, perhaps by another version of this extension; null if it is unusable.
     */
    read: (saved: unknown) => T | null;
    write: (value: T) => ReadonlyPartialJSONValue;
  }
}

/** The fields of a saved object; empty if it is anything else. */
export function savedEntries(saved: unknown): [string, unknown][] {
  return typeof saved === 'object' && saved !== null && !Array.isArray(saved)
    ? Object.entries(saved)
    : [];
}

/** Sets an entry and makes it the newest one; drops the oldest beyond `maxEntries`. */
export function withEntry<V>(
  entries: ReadonlyMap<string, V>,
  key: string,
  value: V,
  maxEntries: number
): ReadonlyMap<string, V> {
  const others = [...entries].filter(([other]) => other !== key);
  return new Map([...others, [key, value] as const].slice(-maxEntries));
}
