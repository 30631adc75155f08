import type { Kernel, KernelMessage } from '@jupyterlab/services';
import { Signal } from '@lumino/signaling';

import type { RunningCell } from '../../logic/types';

/** An execution that was sent and has not finished. */
interface Execution {
  msgId: string;
  cellId: string | null;
  source: string;
  executionCount: number | null;
  /** When the kernel said that it began with it; null while it waits, or has not said so. */
  startedMs: number | null;
  /** When nothing was left before it: from then on the kernel may work on it. */
  firstMs: number | null;
}

/** The server finds a killed worker at its next look at the processes. */
const RECENT_MS = 5000;

/**
 * What each kernel was given to run and has not finished, in order.
 *
 * It is read off the messages that pass anyway, so that the cell that was
 * running is known at the moment of death, before JupyterLab clears it. Nothing
 * is sent to a kernel.
 */
export class CellLog {
  /** `now` gives milliseconds since the epoch. */
  constructor(private readonly _now: () => number = Date.now) {}

  /** Follows a kernel connection; a connection that is followed already is left alone. */
  watch(kernel: Kernel.IKernelConnection): void {
    kernel.anyMessage.connect(this._onMessage, this);
    kernel.statusChanged.connect(this._onStatus, this);
  }

  /**
   * The execution that the kernel began last and has not finished; if it has said nothing of
   * any, the first of them: a call that holds the interpreter's lock from the beginning (as
   * readers of model files do) keeps it from saying so. The position in the notebook is left
   * open: only the notebook knows it.
   */
  running(kernelId: string): RunningCell | null {
    const current = this._begun(kernelId) ?? this._queue(kernelId)[0];
    return current ? describe(current) : null;
  }

  /**
   * What it runs, else what it finished within the last seconds: a process of a
   * cell may be killed just before the cell ends.
   */
  recent(kernelId: string): RunningCell | null {
    const last = this._finishedLast.get(kernelId);
    const isFresh = last !== undefined && this._now() - last.endedMs < RECENT_MS;
    const current = this._begun(kernelId) ?? (isFresh ? last.execution : null);
    return current ? describe(current) : this.running(kernelId);
  }

  dispose(): void {
    Signal.clearData(this);
    this._executions.clear();
  }

  /**
   * The queue outlives the news of a restart, so that whoever explains it can
   * still ask; the status that follows belongs to the new process.
   */
  private _onStatus(kernel: Kernel.IKernelConnection, status: Kernel.Status): void {
    if (status === 'restarting' || status === 'autorestarting') {
      this._restarting.add(kernel.id);
    } else if (this._restarting.delete(kernel.id)) {
      this._executions.delete(kernel.id);
    }
  }

  private _onMessage(kernel: Kernel.IKernelConnection, args: Kernel.IAnyMessageArgs): void {
    const { msg, direction } = args;
    if (direction === 'send' && isExecuteRequest(msg)) {
      this._sent(kernel.id, msg);
    } else if (direction === 'recv' && isExecuteInput(msg)) {
      this._started(kernel.id, msg);
    } else if (direction === 'recv' && isIdle(msg)) {
      this._finished(kernel.id, parentOf(msg));
    }
  }

  private _sent(kernelId: string, msg: KernelMessage.IExecuteRequestMsg): void {
    if (msg.content.silent) {
      return;
    }
    const { cellId } = msg.metadata;
    const queue = this._queue(kernelId);
    queue.push({
      msgId: msg.header.msg_id,
      cellId: typeof cellId === 'string' ? cellId : null,
      source: msg.content.code,
      executionCount: null,
      startedMs: null,
      firstMs: queue.length === 0 ? this._now() : null
    });
  }

  /** Two views of a notebook, or another page, bring the same message again. */
  private _started(kernelId: string, msg: KernelMessage.IExecuteInputMsg): void {
    const msgId = parentOf(msg);
    const queue = this._queue(kernelId);
    let execution = queue.find(e => e.msgId === msgId);
    if (!execution) {
      execution = {
        msgId,
        cellId: null,
        source: msg.content.code,
        executionCount: null,
        startedMs: null,
        firstMs: null
      };
      queue.push(execution);
    }
    execution.executionCount = msg.content.execution_count;
    execution.startedMs ??= this._now();
  }

  private _finished(kernelId: string, msgId: string): void {
    const queue = this._queue(kernelId);
    const at = queue.findIndex(e => e.msgId === msgId);
    const [execution] = at < 0 ? [] : queue.splice(at, 1);
    const next = queue[0];
    if (next) {
      next.firstMs ??= this._now();
    }
    if (execution) {
      this._finishedLast.set(kernelId, { execution, endedMs: this._now() });
    }
  }

  /** The last of those that the kernel said it began with. */
  private _begun(kernelId: string): Execution | null {
    return (
      this._queue(kernelId)
        .filter(({ startedMs }) => startedMs !== null)
        .at(-1) ?? null
    );
  }

  private _queue(kernelId: string): Execution[] {
    const queue = this._executions.get(kernelId) ?? [];
    this._executions.set(kernelId, queue);
    return queue;
  }

  private readonly _finishedLast = new Map<string, { execution: Execution; endedMs: number }>();
  private readonly _restarting = new Set<string>();
  private readonly _executions = new Map<string, Execution[]>();
}

function describe(execution: Execution): RunningCell {
  const { cellId, executionCount, source, startedMs, firstMs } = execution;
  return { cellId, position: null, executionCount, source, startedMs: startedMs ?? firstMs };
}

function parentOf(msg: KernelMessage.IMessage): string {
  const parent = msg.parent_header;
  return 'msg_id' in parent ? parent.msg_id : '';
}

function isExecuteRequest(msg: KernelMessage.IMessage): msg is KernelMessage.IExecuteRequestMsg {
  return msg.header.msg_type === 'execute_request';
}

function isExecuteInput(msg: KernelMessage.IMessage): msg is KernelMessage.IExecuteInputMsg {
  return msg.header.msg_type === 'execute_input';
}

function isIdle(msg: KernelMessage.IMessage): msg is KernelMessage.IStatusMsg {
  return (
    msg.header.msg_type === 'status' &&
    (msg as KernelMessage.IStatusMsg).content.execution_state === 'idle'
  );
}
