import { savedEntries, Saved, tabStore, withEntry } from '../saved';
import type { RunningCell } from '../../logic/types';
import type { DeathCase } from './deathCase';
import type { DeathCases } from './deathCases';

/** The number of reports that the server keeps. */
const KEPT_CELLS = 50;

/**
 * Remembers which cell was running at which death, across reloads of the page. This is kept in the
 * browser's tab: JupyterLab's state database would send the source of the cell to the server.
 */
export class CellMemory {
  constructor(cases: DeathCases) {
    this._cells = new Saved<ReadonlyMap<string, RunningCell>>(tabStore(), {
      key: 'jupyterlab-headroom:cells-of-deaths',
      initial: new Map(),
      read: readCells,
      write: cells => Object.fromEntries([...cells].map(([id, cell]) => [id, { ...cell }]))
    });
    cases.opened.connect(this._onOpened, this);
  }

  /** The cell that was running at the death that this report is about; null when not known. */
  async cellOf(reportId: string): Promise<RunningCell | null> {
    await this._cells.ready;
    return this._cells.value.get(reportId) ?? null;
  }

  private _onOpened(_: DeathCases, death: DeathCase): void {
    const { cell } = death;
    if (cell === null) {
      return;
    }
    const remember = (): void => {
      const id = death.report?.id;
      if (id !== undefined) {
        this._cells.change(cells =>
          cells.has(id) ? cells : withEntry(cells, id, cell, KEPT_CELLS)
        );
      }
    };
    death.changed.connect(remember);
    remember();
  }

  private readonly _cells: Saved<ReadonlyMap<string, RunningCell>>;
}

function readCells(saved: unknown): ReadonlyMap<string, RunningCell> {
  const cells = new Map<string, RunningCell>();
  for (const [id, value] of savedEntries(saved).slice(-KEPT_CELLS)) {
    const cell = readCell(value);
    if (cell) {
      cells.set(id, cell);
    }
  }
  return cells;
}

function readCell(value: unknown): RunningCell | null {
  const { cellId, position, executionCount, source, startedMs } = Object.fromEntries(
    savedEntries(value)
  );
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
