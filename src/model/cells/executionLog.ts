import type { CellSource } from '../../logic/types';

/** Older cells say little about the next one, and reading them costs time. */
const MAX_CELLS = 500;
const DROPPED_AT_ONCE = 100;

/** Nobody says that a kernel is gone for good: those that were used last are kept. */
const MAX_KERNELS = 50;

/**
 * The cells that each kernel was given, in the order of execution.
 *
 * Constants and imports that a cell relies on come from these, not from what
 * stands above it in the notebook.
 */
export class ExecutionLog {
  /** A cell is about to be sent to a kernel. */
  record(kernelId: string, cell: CellSource): void {
    const cells = this._cells.get(kernelId) ?? [];
    cells.push(cell);
    // Many at once: readers keep what they know as long as the first cells stay.
    if (cells.length > MAX_CELLS + DROPPED_AT_ONCE) {
      cells.splice(0, cells.length - MAX_CELLS);
    }
    this._keep(kernelId, cells);
  }

  /** Cells that ran before this page was opened, oldest first. Only the first call counts. */
  seed(kernelId: string, cells: () => readonly CellSource[]): void {
    if (!this._cells.has(kernelId)) {
      this._keep(kernelId, cells().slice(-MAX_CELLS));
    }
  }

  cells(kernelId: string): readonly CellSource[] {
    return this._cells.get(kernelId) ?? [];
  }

  /** The kernel was restarted: its names are gone. */
  forget(kernelId: string): void {
    this._keep(kernelId, []);
  }

  private _keep(kernelId: string, cells: CellSource[]): void {
    this._cells.delete(kernelId);
    this._cells.set(kernelId, cells);
    const [oldest] = this._cells.keys();
    if (this._cells.size > MAX_KERNELS && oldest !== undefined) {
      this._cells.delete(oldest);
    }
  }

  private _cells = new Map<string, CellSource[]>();
}
