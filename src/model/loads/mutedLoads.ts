import type { IStateDB } from '@jupyterlab/statedb';

const KEY = 'jupyterlab-headroom:muted-loads';

/** Models that a person does not want to be asked about again, by notebook. */
export class MutedLoads {
  constructor(private _state: IStateDB | null) {
    void this._restore();
  }

  has(path: string, model: string): boolean {
    return this._muted.get(path)?.has(model) ?? false;
  }

  add(path: string, model: string): void {
    const models = this._muted.get(path) ?? new Set();
    this._muted.set(path, models.add(model));
    const saved = Object.fromEntries([...this._muted].map(([p, m]) => [p, [...m]]));
    // Not being saved means being asked again: no harm.
    this._state?.save(KEY, saved).catch(() => undefined);
  }

  private async _restore(): Promise<void> {
    const saved = await this._state?.fetch(KEY).catch(() => undefined);
    if (typeof saved !== 'object' || saved === null) {
      return;
    }
    for (const [path, models] of Object.entries(saved)) {
      if (Array.isArray(models)) {
        const known = this._muted.get(path) ?? [];
        this._muted.set(path, new Set([...known, ...models.map(String)]));
      }
    }
  }

  private _muted = new Map<string, Set<string>>();
}
