import { Saved, savedEntries, withEntry, type Store } from '../saved';

/** Beyond this many, those muted longest ago are asked about again, which does no harm. */
const MAX_NOTEBOOKS = 200;
const MAX_MODELS = 50;

/** Models that the user does not want to be asked about again, by notebook. */
export class MutedLoads {
  constructor(store: Store | null) {
    this._models = new Saved<ReadonlyMap<string, readonly string[]>>(store, {
      key: 'jupyterlab-headroom:muted-loads',
      initial: new Map(),
      read: readModels,
      write: muted => Object.fromEntries(muted)
    });
  }

  has(path: string, model: string): boolean {
    return this._models.value.get(path)?.includes(model) ?? false;
  }

  add(path: string, model: string): void {
    this._models.change(muted => {
      const others = (muted.get(path) ?? []).filter(other => other !== model);
      return withEntry(muted, path, [...others, model].slice(-MAX_MODELS), MAX_NOTEBOOKS);
    });
  }

  private readonly _models: Saved<ReadonlyMap<string, readonly string[]>>;
}

function readModels(saved: unknown): ReadonlyMap<string, readonly string[]> {
  const muted = new Map<string, readonly string[]>();
  for (const [path, models] of savedEntries(saved).slice(-MAX_NOTEBOOKS)) {
    if (Array.isArray(models)) {
      const names = models.filter((model): model is string => typeof model === 'string');
      muted.set(path, names.slice(-MAX_MODELS));
    }
  }
  return muted;
}
