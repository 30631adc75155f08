/**
 * Holds cells back while a question about them is open, and changes nothing else.
 *
 * JupyterLab starts all cells of a "Run All" in one synchronous loop and relies on every request
 * being sent before the first await, which is all that keeps them in order. So a cell that raises
 * no question, with no held cell ahead of it, is passed on in the same tick; everything behind a
 * held cell waits in the queue of its kernel. If our own code fails, the cell runs.
 */

export type RunCell<O> = (options: O) => Promise<boolean>;

/**
 * What the gate needs to know about cells. `O` is what an executor gets to run a cell, `R` is a
 * question about one.
 */
export interface GateRules<O, R> {
  /** Cells with the same key (the id of their kernel) keep their order. */
  keyOf(options: O): string;
  /** What to ask about the cell; null for nothing. Must be synchronous and cheap. */
  question(options: O): R | null;
  /** Resolves when the kernel can take a request again; null when it can now. */
  delay(options: O): Promise<void> | null;
  /** Whether the cell may run. Takes as long as the user needs to answer. */
  ask(question: R, options: O): Promise<boolean>;
  /** Whether the cell and its kernel are still the ones that the run was requested for. */
  isCurrent(options: O): boolean;
  /** Called when a cell has just been passed on; `result` settles when the cell ends. */
  started(options: O, result: Promise<boolean>): void;
}

/** Cells that were requested together, as by "Run All". */
interface Batch {
  /** Set once a cell was refused or failed: the cells behind it must not run. */
  stopped: boolean;
}

interface Queue {
  tail: Promise<void>;
  waiting: number;
}

export class ExecutionGate<O, R> {
  constructor(private _rules: GateRules<O, R>) {}

  /** Runs a cell through `inner`, either at once or after its question has been answered. */
  run(options: O, inner: RunCell<O>): Promise<boolean> {
    const batch = this._currentBatch();
    let question: R | null;
    let delay: Promise<void> | null;
    let key: string;
    try {
      question = this._rules.question(options);
      delay = this._rules.delay(options);
      key = this._rules.keyOf(options);
    } catch (error) {
      this._report(error);
      return inner(options);
    }
    const queue = this._queues.get(key);
    if (question === null && delay === null && !queue) {
      return this._start(options, inner, batch);
    }
    return this._enqueue(key, async () => {
      await delay?.catch(error => this._report(error));
      return this._release(question, options, inner, batch);
    });
  }

  /**
   * Waits for the cell's turn. The next cell's turn comes as soon as this one has been passed on,
   * not when it ends.
   */
  private _enqueue(key: string, release: () => Promise<PendingRun>): Promise<boolean> {
    const queue = this._queues.get(key) ?? {
      tail: Promise.resolve(),
      waiting: 0
    };
    this._queues.set(key, queue);
    queue.waiting++;
    const pending = queue.tail.then(release);
    queue.tail = pending.then(
      () => undefined,
      () => undefined
    );
    void queue.tail.then(() => {
      queue.waiting--;
      if (queue.waiting === 0) {
        this._queues.delete(key);
      }
    });
    return pending.then(({ result }) => result);
  }

  private async _release(
    question: R | null,
    options: O,
    inner: RunCell<O>,
    batch: Batch
  ): Promise<PendingRun> {
    if (batch.stopped || !this._isCurrent(options)) {
      return { result: Promise.resolve(false) };
    }
    if (question !== null) {
      const mayRun = await this._ask(question, options);
      // While the question was open, an earlier cell may have failed or the kernel changed.
      if (!mayRun || batch.stopped || !this._isCurrent(options)) {
        batch.stopped = true;
        return { result: Promise.resolve(false) };
      }
    }
    return (await this._isReady(options, batch))
      ? { result: this._start(options, inner, batch) }
      : { result: Promise.resolve(false) };
  }

  /**
   * Waits again if the kernel died or was restarted while the cell was held, since it would lose
   * the cell. Resolves to whether the cell may still run.
   */
  private async _isReady(options: O, batch: Batch): Promise<boolean> {
    let delay: Promise<void> | null;
    try {
      delay = this._rules.delay(options);
    } catch (error) {
      this._report(error);
      return true;
    }
    if (delay === null) {
      return true;
    }
    await delay.catch(error => this._report(error));
    return !batch.stopped && this._isCurrent(options);
  }

  private async _ask(question: R, options: O): Promise<boolean> {
    try {
      return await this._rules.ask(question, options);
    } catch (error) {
      this._report(error);
      return true;
    }
  }

  private _isCurrent(options: O): boolean {
    try {
      return this._rules.isCurrent(options);
    } catch (error) {
      this._report(error);
      return true;
    }
  }

  private _start(options: O, inner: RunCell<O>, batch: Batch): Promise<boolean> {
    const result = inner(options);
    // The kernel aborts the requests queued behind a failed cell; do the same for held cells.
    result.then(
      ran => {
        batch.stopped ||= !ran;
      },
      () => {
        batch.stopped = true;
      }
    );
    try {
      this._rules.started(options, result);
    } catch (error) {
      this._report(error);
    }
    return result;
  }

  /** All calls within one macrotask belong to one batch. */
  private _currentBatch(): Batch {
    if (!this._batch) {
      this._batch = { stopped: false };
      setTimeout(() => {
        this._batch = null;
      }, 0);
    }
    return this._batch;
  }

  private _report(error: unknown): void {
    console.error('jupyterlab-headroom: the check before a run failed; the cell runs.', error);
  }

  private _queues = new Map<string, Queue>();
  private _batch: Batch | null = null;
}

/**
 * A run in progress, wrapped in an object so that awaiting it does not wait for the cell to end.
 */
interface PendingRun {
  result: Promise<boolean>;
}
