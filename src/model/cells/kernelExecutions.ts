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
  /** When the kernel reported beginning it; null while it waits, or if nothing was reported. */
  startedMs: number | null;
  /**
   * When no earlier request was left, so that the kernel may be working on it; null before that.
   */
  frontOfQueueMs: number | null;
}

/** A logged cell, and which of its two sources (the executor, the request) have announced it. */
interface LoggedCell {
  cell: CellSource;
  wasDispatched: boolean;
  wasSent: boolean;
}

/** What one process of a kernel was given: its unfinished executions, and all its cells. */
export class KernelExecutions {
  /** The cells in the order of execution, repetitions included. */
  get cells(): readonly CellSource[] {
    return this._logged.map(({ cell }) => cell);
  }

  get isBusy(): boolean {
    return this._unfinished.length > 0;
  }

  /** The last unfinished execution that the kernel reported beginning. */
  get begun(): Execution | null {
    return this._unfinished.filter(({ startedMs }) => startedMs !== null).at(-1) ?? null;
  }

  get first(): Execution | null {
    return this._unfinished[0] ?? null;
  }

  /** Adds cells that ran before this page listened, oldest first. */
  seed(cells: readonly CellSource[]): void {
    const known = new Set(this._logged.map(({ cell }) => cell.id));
    const earlier = cells.filter(({ id }) => !known.has(id)).slice(-MAX_CELLS);
    this._logged.unshift(...earlier.map(cell => ({ cell, wasDispatched: true, wasSent: true })));
  }

  /**
   * Notes that a cell was passed to its executor. Its request has already been seen, or follows.
   */
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

  /** Notes a request that was sent. If it is for a cell, that may have been announced already. */
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

  /**
   * Notes that the kernel began with a request. Another page may have sent it, and with two views
   * of a notebook the same message comes twice.
   */
  begin(msgId: string, source: string, executionCount: number | null, nowMs: number): void {
    let begun = this._unfinished.find(other => other.msgId === msgId);
    if (!begun) {
      begun = execution(msgId, null, source, null);
      this._unfinished.push(begun);
    }
    begun.executionCount = executionCount;
    begun.startedMs ??= nowMs;
  }

  /** Removes the execution that has finished and returns it; null if it was not known. */
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
    // Drop many at once: readers of the list keep their results as long as its first cells stay.
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
