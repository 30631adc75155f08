import type { Kernel, KernelMessage } from '@jupyterlab/services';
import { Signal } from '@lumino/signaling';

import { KernelLives } from '../../kernel/kernelLives';
import type { CellSource, RunningCell } from '../../logic/types';
import { cellIdOf, isExecuteInput, isExecuteRequest, isIdle, parentOf } from './executeMessages';
import { KernelExecutions, type Execution } from './kernelExecutions';

/** The server finds a killed worker at its next look at the processes. */
const RECENT_MS = 5000;

/** Nobody says that a kernel is gone for good: those that were used last are kept. */
const MAX_KERNELS = 50;

/** What is known of one kernel, over the lives of its processes. */
interface KernelRecord {
  current: KernelExecutions;
  /** What was given to a process that is gone, until something is heard of the next one. */
  ended: KernelExecutions | null;
  finishedLast: { execution: Execution; endedMs: number } | null;
  /** What ran before this page listened was asked for, or is of no use any more. */
  isSeeded: boolean;
}

/**
 * What each kernel was given to run: which cell it works on, and the cells of this life in order.
 *
 * It is read off the messages that pass anyway, so that the cell that was running is known at
 * the moment of death, before JupyterLab clears it. Nothing is sent to a kernel. Messages do not
 * tell of cells that ran before the page was opened (`seed`), nor of those whose executor takes
 * its time to send them (`noteDispatch`).
 */
export class ExecutionLog {
  /** `now` gives milliseconds since the epoch. */
  constructor(
    readonly lives: KernelLives = new KernelLives(),
    private readonly _now: () => number = Date.now
  ) {
    lives.ended.connect(this._onEnded, this);
    lives.began.connect(this._onBegan, this);
  }

  /** Follows a kernel connection; a connection that is followed already is left alone. */
  watch(kernel: Kernel.IKernelConnection): void {
    this.lives.watch(kernel);
    kernel.anyMessage.connect(this._onMessage, this);
  }

  /**
   * The execution that the kernel began last and has not finished; if it has said nothing of
   * any, the first of them: a call that holds the interpreter's lock from the beginning (as
   * readers of model files do) keeps it from saying so. Between two lives: that of the one that
   * ended, for whoever explains it. The position in the notebook is left open: only the notebook
   * knows it.
   */
  running(kernelId: string): RunningCell | null {
    const executions = this._lastLife(kernelId);
    const current = executions?.begun ?? executions?.first ?? null;
    return current && describe(current);
  }

  /**
   * What it runs, else what it finished within the last seconds: a process of a
   * cell may be killed just before the cell ends.
   */
  recent(kernelId: string): RunningCell | null {
    const last = this._records.get(kernelId)?.finishedLast ?? null;
    const isFresh = last !== null && this._now() - last.endedMs < RECENT_MS;
    const current = this._lastLife(kernelId)?.begun ?? (isFresh ? last.execution : null);
    return current ? describe(current) : this.running(kernelId);
  }

  /**
   * The cells that the kernel was given in this life, in the order of execution: constants and
   * imports that a cell relies on come from these, not from what stands above it in the notebook.
   */
  cells(kernelId: string): readonly CellSource[] {
    return this._records.get(kernelId)?.current.cells ?? [];
  }

  /** The same; between two lives: those of the one that ended. */
  cellsAtDeath(kernelId: string): readonly CellSource[] {
    return this._lastLife(kernelId)?.cells ?? [];
  }

  /** A cell was handed to whoever sends it to the kernel, or has sent it just now. */
  noteDispatch(kernelId: string, cell: CellSource): void {
    this._record(kernelId).current.noteDispatch(cell);
  }

  /** Cells that ran before this page was opened, oldest first. Only the first call counts. */
  seed(kernelId: string, cells: () => readonly CellSource[]): void {
    const record = this._record(kernelId);
    if (!record.isSeeded) {
      record.isSeeded = true;
      record.current.seed(cells());
    }
  }

  dispose(): void {
    Signal.clearData(this);
    this._records.clear();
  }

  private _onEnded(_: KernelLives, { id }: { id: string }): void {
    const record = this._record(id);
    record.ended ??= record.current;
    record.current = new KernelExecutions();
    record.isSeeded = true;
  }

  private _onBegan(_: KernelLives, { id }: { id: string }): void {
    this._record(id).ended = null;
  }

  private _onMessage(kernel: Kernel.IKernelConnection, args: Kernel.IAnyMessageArgs): void {
    const { msg, direction } = args;
    if (direction === 'send' && isExecuteRequest(msg)) {
      this._onRequest(kernel.id, msg);
    } else if (direction === 'recv' && isExecuteInput(msg)) {
      const { code, execution_count } = msg.content;
      this._record(kernel.id).current.begin(parentOf(msg), code, execution_count, this._now());
    } else if (direction === 'recv' && isIdle(msg)) {
      this._onIdle(kernel.id, parentOf(msg));
    }
  }

  private _onRequest(kernelId: string, msg: KernelMessage.IExecuteRequestMsg): void {
    const { code, silent } = msg.content;
    if (!silent) {
      const { current } = this._record(kernelId);
      current.send(msg.header.msg_id, cellIdOf(msg), code, this._now());
    }
  }

  private _onIdle(kernelId: string, msgId: string): void {
    const record = this._record(kernelId);
    const execution = record.current.finish(msgId, this._now());
    if (execution) {
      record.finishedLast = { execution, endedMs: this._now() };
    }
  }

  private _lastLife(kernelId: string): KernelExecutions | null {
    const record = this._records.get(kernelId);
    return record ? (record.ended ?? record.current) : null;
  }

  /** Of a kernel that is used now: it becomes the last one to be dropped. */
  private _record(kernelId: string): KernelRecord {
    const record = this._records.get(kernelId) ?? {
      current: new KernelExecutions(),
      ended: null,
      finishedLast: null,
      isSeeded: false
    };
    this._records.delete(kernelId);
    this._dropOldest();
    this._records.set(kernelId, record);
    return record;
  }

  /** Makes room for one more; a kernel that works may die, and then is asked about. */
  private _dropOldest(): void {
    if (this._records.size >= MAX_KERNELS) {
      const [oldest] = [...this._records].find(([, { current }]) => !current.isBusy) ?? [];
      this._records.delete(oldest ?? '');
    }
  }

  private readonly _records = new Map<string, KernelRecord>();
}

function describe({
  cellId,
  executionCount,
  source,
  startedMs,
  frontOfQueueMs
}: Execution): RunningCell {
  return { cellId, position: null, executionCount, source, startedMs: startedMs ?? frontOfQueueMs };
}
