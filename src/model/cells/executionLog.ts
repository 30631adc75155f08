import type { Kernel, KernelMessage } from '@jupyterlab/services';
import { Signal } from '@lumino/signaling';

import { KernelLives } from '../../kernel/kernelLives';
import type { CellSource, RunningCell } from '../../logic/types';
import { cellIdOf, isExecuteInput, isExecuteRequest, isIdle, parentOf } from './executeMessages';
import { KernelExecutions, type Execution } from './kernelExecutions';

/** The server only notices a killed worker when it next looks at the processes. */
const RECENT_MS = 5000;

/** Nothing tells us that a kernel is gone for good, so only those used most recently are kept. */
const MAX_KERNELS = 50;

/** What is known about one kernel, across the processes that have run under its id. */
interface KernelRecord {
  current: KernelExecutions;
  /** What a process that has ended was given, kept until the next process is heard from. */
  ended: KernelExecutions | null;
  finishedLast: { execution: Execution; endedMs: number } | null;
  /** Whether the cells that ran before this page listened were added, or no longer matter. */
  isSeeded: boolean;
}

/**
 * Records what each kernel was given to run: the cell it is working on, and all cells of its
 * current process, in order.
 *
 * This is read from messages that pass through anyway, so that the cell that was running is known
 * at the moment of death, before JupyterLab clears it. Nothing is sent to a kernel. The messages do
 * not reveal cells that ran before the page was opened (see `seed`), nor those that their executor
 * takes a while to send (see `noteDispatch`).
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

  /** Starts watching a connection; does nothing if it is already watched. */
  watch(kernel: Kernel.IKernelConnection): void {
    this.lives.watch(kernel);
    kernel.anyMessage.connect(this._onMessage, this);
  }

  /**
   * The unfinished execution that the kernel began last. If the kernel has not reported beginning
   * any, the first in its queue: a call that holds the interpreter's lock from the very beginning,
   * as readers of model files do, keeps the kernel from reporting it. Between two processes, the
   * execution of the one that ended, so that its death can be explained. The position in the
   * notebook is left null, because only the notebook knows it.
   */
  running(kernelId: string): RunningCell | null {
    const executions = this._lastLife(kernelId);
    const current = executions?.begun ?? executions?.first ?? null;
    return current && describe(current);
  }

  /**
   * The execution that has begun, else one that finished within the last seconds, since a process
   * that a cell started may be killed just before the cell ends; failing both, that of `running`.
   */
  recent(kernelId: string): RunningCell | null {
    const last = this._records.get(kernelId)?.finishedLast ?? null;
    const isFresh = last !== null && this._now() - last.endedMs < RECENT_MS;
    const current = this._lastLife(kernelId)?.begun ?? (isFresh ? last.execution : null);
    return current ? describe(current) : this.running(kernelId);
  }

  /**
   * The cells that the kernel's current process was given, in the order of execution. These, and
   * not the cells above it in the notebook, define the constants and imports that a cell relies on.
   */
  cells(kernelId: string): readonly CellSource[] {
    return this._records.get(kernelId)?.current.cells ?? [];
  }

  /** The same, except between two processes: then the cells of the one that ended. */
  cellsAtDeath(kernelId: string): readonly CellSource[] {
    return this._lastLife(kernelId)?.cells ?? [];
  }

  /** Notes that a cell was passed to its executor, which will send it to the kernel or just did. */
  noteDispatch(kernelId: string, cell: CellSource): void {
    this._record(kernelId).current.noteDispatch(cell);
  }

  /**
   * Adds cells that ran before this page was opened, oldest first. Only the first call per kernel
   * counts, and none after its process has ended.
   */
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

  /**
   * The record of a kernel, created if there is none. The kernel counts as used now, so its record
   * will be the last to be dropped.
   */
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

  /**
   * Makes room for one more record. Busy kernels are kept, since they may die and then need to be
   * explained.
   */
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
