/**
 * Holds cells back while a question about them is open, and changes nothing else.
 *
 * JupyterLab starts all cells of a "Run All" in one synchronous loop and relies on every
 * request being sent before the first await: that alone keeps the order. So a cell that
 * raises no question, with none open before it, is passed on in the same tick; everything
 * behind a held cell waits in the queue of its kernel. Any error of ours lets the cell run.
 */

export type RunCell<O> = (options: O) => Promise<boolean>;

/** What the gate needs to know about cells; `R` is a question about one. */
export interface GateRules<O, R> {
  /** Cells with the same key keep their order: the id of the kernel. */
  keyOf(options: O): string;
  /** Synchronous and cheap: is there something to ask? */
  question(options: O): R | null;
  /** The kernel cannot take a request now: resolves when it can; null when it can. */
  delay(options: O): Promise<void> | null;
  /** Whether the cell may run. May take as long as a person needs. */
  ask(question: R, options: O): Promise<boolean>;
  /** The cell is still the one that was asked about, and its kernel is, too. */
  isCurrent(options: O): boolean;
  /** A cell was handed on just now; `result` settles when it ended. */
  started(options: O, result: Promise<boolean>): void;
}

/** Cells whose run was asked for in one go, as by "Run All". */
interface Batch {
  /** A cell was refused or failed: those behind it must not run. */
  stopped: boolean;
}

interface Queue {
  tail: Promise<void>;
  waiting: number;
}

export class ExecutionGate<O, R> {
  constructor(private _rules: GateRules<O, R>) {}

  /** Run a cell through `inner`, at once or after its question was answered. */
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

  /** Wait for the turn; the next in line goes on as soon as this cell was handed on. */
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

  /** The kernel may have died or been restarted while the cell was held: it would lose the cell. */
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
    // The kernel aborts what is queued behind a failed cell; do so for what we hold.
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

/** A promise in a box: awaiting the box does not wait for the cell to finish. */
interface PendingRun {
  result: Promise<boolean>;
}
