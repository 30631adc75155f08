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
  frontOfQueueMs: number | null;
}

/** A cell of the record, and which of the two that know of it have told. */
interface LoggedCell {
  cell: CellSource;
  wasDispatched: boolean;
  wasSent: boolean;
}

/** What one process of a kernel was given: what it has not finished, and all its cells. */
export class KernelExecutions {
  /** The cells in the order of execution, repetitions included. */
  get cells(): readonly CellSource[] {
    return this._logged.map(({ cell }) => cell);
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
    const known = new Set(this._logged.map(({ cell }) => cell.id));
    const earlier = cells.filter(({ id }) => !known.has(id)).slice(-MAX_CELLS);
    this._logged.unshift(...earlier.map(cell => ({ cell, wasDispatched: true, wasSent: true })));
  }

  /** A cell was handed on; its request has been seen by now, or follows. */
  noteDispatch(cell: CellSource): void {
    const sent = this._logged
      .filter(logged => !logged.wasDispatched && isSame(logged.cell, cell))
      .at(-1);
    if (sent) {
      sent.wasDispatched = true;
    } else {
      this._append({ cell, wasDispatched: true, wasSent: false });
    }
  }

  /** A request was sent; that of a cell may have been announced. */
  send(msgId: string, cellId: string | null, source: string, nowMs: number): void {
    const frontOfQueueMs = this._unfinished.length === 0 ? nowMs : null;
    this._unfinished.push(execution(msgId, cellId, source, frontOfQueueMs));
    if (cellId === null) {
      return;
    }
    const cell = { id: cellId, source };
    const dispatched = this._logged.find(logged => !logged.wasSent && isSame(logged.cell, cell));
    if (dispatched) {
      dispatched.wasSent = true;
    } else {
      this._append({ cell, wasDispatched: false, wasSent: true });
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
      next.frontOfQueueMs ??= nowMs;
    }
    return finished ?? null;
  }

  private _append(logged: LoggedCell): void {
    this._logged.push(logged);
    // Many at once: readers keep what they know as long as the first cells stay.
    if (this._logged.length > MAX_CELLS + DROPPED_AT_ONCE) {
      this._logged.splice(0, this._logged.length - MAX_CELLS);
    }
  }

  private readonly _unfinished: Execution[] = [];
  private readonly _logged: LoggedCell[] = [];
}

function execution(
  msgId: string,
  cellId: string | null,
  source: string,
  frontOfQueueMs: number | null
): Execution {
  return { msgId, cellId, source, executionCount: null, startedMs: null, frontOfQueueMs };
}

function isSame(one: CellSource, other: CellSource): boolean {
  return one.id === other.id && one.source === other.source;
}
