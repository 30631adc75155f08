import type { IStateDB } from '@jupyterlab/statedb';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

import type { RunningCell } from '../../logic/types';
import type { DeathCase } from './deathCase';
import type { DeathCases } from './deathCases';

const STATE_KEY = 'jupyterlab-headroom:cells-of-deaths';

/** As many as the server keeps reports. */
const KEPT_CELLS = 50;

/**
 * Which cell was running at which death, across reloads of the page. It stays
 * in the browser's state: the server is never told any code.
 */
export class CellMemory {
  constructor(
    private readonly _state: IStateDB | null,
    cases: DeathCases
  ) {
    cases.opened.connect(this._onOpened, this);
    this._ready = this._load();
  }

  /** The cell that was running at the death of this report; null: not known. */
  async cellOf(reportId: string): Promise<RunningCell | null> {
    await this._ready;
    return this._cells.get(reportId) ?? null;
  }

  private _onOpened(_: DeathCases, death: DeathCase): void {
    const { cell } = death;
    if (cell === null) {
      return;
    }
    const remember = (): void => {
      if (death.report && !this._cells.has(death.report.id)) {
        this._cells.set(death.report.id, cell);
        void this._save();
      }
    };
    death.changed.connect(remember);
    remember();
  }

  private async _load(): Promise<void> {
    const saved = await this._state?.fetch(STATE_KEY).catch(() => undefined);
    if (typeof saved !== 'object' || saved === null || Array.isArray(saved)) {
      return;
    }
    for (const [id, value] of Object.entries(saved)) {
      const cell = readCell(value);
      if (cell && !this._cells.has(id)) {
        this._cells.set(id, cell);
      }
    }
  }

  private async _save(): Promise<void> {
    await this._ready;
    const kept = [...this._cells].slice(-KEPT_CELLS);
    await this._state
      ?.save(STATE_KEY, Object.fromEntries(kept.map(([id, cell]) => [id, { ...cell }])))
      .catch(() => undefined);
  }

  private readonly _cells = new Map<string, RunningCell>();
  private readonly _ready: Promise<void>;
}

/** What comes out of the state may be of another version of this extension. */
function readCell(value: unknown): RunningCell | null {
  if (typeof value !== 'object' || value === null) {
    return null;
  }
  const { cellId, position, executionCount, source, startedMs } =
    value as ReadonlyPartialJSONObject;
  if (typeof source !== 'string') {
    return null;
  }
  return {
    cellId: typeof cellId === 'string' ? cellId : null,
    position: numberOrNull(position),
    executionCount: numberOrNull(executionCount),
    source,
    startedMs: numberOrNull(startedMs)
  };
}

function numberOrNull(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}
