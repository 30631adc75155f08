import type { CellSource } from '../../logic/types';

/** Older cells say little about the next one, and reading them costs time. */
const MAX_CELLS = 500;
const DROPPED_AT_ONCE = 100;

/** A request to run code that has not finished. */
export interface Execution {
  msgId: string;
  cellId: string | null;
  source: string;
  executionCount: number | null;
  /** When the kernel said that it began with it; null while it waits, or has not said so. */
  startedMs: number | null;
  /** When nothing was left before it: from then on the kernel may work on it. */
  firstMs: number | null;
}

/** A cell of the record, and which of the two that know of it have told. */
interface Ran {
  cell: CellSource;
  wasHanded: boolean;
  wasSent: boolean;
}

/** What one process of a kernel was given: what it has not finished, and all its cells. */
export class KernelExecutions {
  /** The cells in the order of execution, repetitions included. */
  get cells(): readonly CellSource[] {
    return this._ran.map(({ cell }) => cell);
  }

  get isBusy(): boolean {
    return this._unfinished.length > 0;
  }

  /** The last of those that the kernel said it began with. */
  get begun(): Execution | null {
    return this._unfinished.filter(({ startedMs }) => startedMs !== null).at(-1) ?? null;
  }

  get first(): Execution | null {
    return this._unfinished[0] ?? null;
  }

  /** Cells that ran before this page listened, oldest first. */
  seed(cells: readonly CellSource[]): void {
    const known = new Set(this._ran.map(({ cell }) => cell.id));
    const earlier = cells.filter(({ id }) => !known.has(id)).slice(-MAX_CELLS);
    this._ran.unshift(...earlier.map(cell => ({ cell, wasHanded: true, wasSent: true })));
  }

  /** A cell was handed on; its request has been seen by now, or follows. */
  hand(cell: CellSource): void {
    const sent = this._ran.filter(ran => !ran.wasHanded && isSame(ran.cell, cell)).at(-1);
    if (sent) {
      sent.wasHanded = true;
    } else {
      this._append({ cell, wasHanded: true, wasSent: false });
    }
  }

  /** A request was sent; that of a cell may have been announced. */
  send(msgId: string, cellId: string | null, source: string, nowMs: number): void {
    const firstMs = this._unfinished.length === 0 ? nowMs : null;
    this._unfinished.push(execution(msgId, cellId, source, firstMs));
    if (cellId === null) {
      return;
    }
    const cell = { id: cellId, source };
    const handed = this._ran.find(ran => !ran.wasSent && isSame(ran.cell, cell));
    if (handed) {
      handed.wasSent = true;
    } else {
      this._append({ cell, wasHanded: false, wasSent: true });
    }
  }

  /** Two views of a notebook, or another page, bring the same message again. */
  begin(msgId: string, source: string, executionCount: number | null, nowMs: number): void {
    let begun = this._unfinished.find(other => other.msgId === msgId);
    if (!begun) {
      begun = execution(msgId, null, source, null);
      this._unfinished.push(begun);
    }
    begun.executionCount = executionCount;
    begun.startedMs ??= nowMs;
  }

  /** What has finished; null: it was not known. */
  finish(msgId: string, nowMs: number): Execution | null {
    const at = this._unfinished.findIndex(other => other.msgId === msgId);
    const [finished] = at < 0 ? [] : this._unfinished.splice(at, 1);
    const next = this._unfinished[0];
    if (next) {
      next.firstMs ??= nowMs;
    }
    return finished ?? null;
  }

  private _append(ran: Ran): void {
    this._ran.push(ran);
    // Many at once: readers keep what they know as long as the first cells stay.
    if (this._ran.length > MAX_CELLS + DROPPED_AT_ONCE) {
      this._ran.splice(0, this._ran.length - MAX_CELLS);
    }
  }

  private readonly _unfinished: Execution[] = [];
  private readonly _ran: Ran[] = [];
}

function execution(
  msgId: string,
  cellId: string | null,
  source: string,
  firstMs: number | null
): Execution {
  return { msgId, cellId, source, executionCount: null, startedMs: null, firstMs };
}

function isSame(one: CellSource, other: CellSource): boolean {
  return one.id === other.id && one.source === other.source;
}
