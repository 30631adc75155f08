import type { Kernel, KernelMessage } from '@jupyterlab/services';

/** A kernel needs a second or two to start, on a busy machine several. */
const STARTED_WITHIN_MS = 15_000;

/** The part of a kernel's connection that is used here. */
export type HeardKernel = Pick<Kernel.IKernelConnection, 'anyMessage'>;

interface Restart {
  /** Of the process that ends: what comes from another one is of the next process. */
  readonly session: string;
  readonly untilMs: number;
  readonly over: Promise<void>;
  readonly end: () => void;
}

/**
 * Kernels that another page or a program restarts, and that this page has not heard since.
 *
 * JupyterLab connects anew only after a restart of its own, and the server does not wait for the
 * new process here: it may get a request before the page is subscribed to what it says. Then the
 * cell runs, nobody hears of its end, and it shows `[*]` for good. The old process says on its way
 * out that it will be restarted.
 */
export class RestartsElsewhere {
  /** `now` gives milliseconds since the epoch. */
  constructor(private readonly _now: () => number = Date.now) {}

  /** Follows a connection; one that is followed already is left alone. */
  watch(kernel: HeardKernel): void {
    kernel.anyMessage.connect(this._onMessage, this);
  }

  /** Resolves when the new process is heard, or too long silent; null when there is no restart. */
  until(kernel: HeardKernel): Promise<void> | null {
    const restart = this._restarts.get(kernel);
    const leftMs = restart ? restart.untilMs - this._now() : 0;
    if (!restart || leftMs <= 0) {
      return null;
    }
    const timer = window.setTimeout(restart.end, leftMs);
    return restart.over.then(() => window.clearTimeout(timer));
  }

  private _onMessage(kernel: HeardKernel, { msg, direction }: Kernel.IAnyMessageArgs): void {
    if (direction !== 'recv' || msg.channel !== 'iopub') {
      return;
    }
    const restart = this._restarts.get(kernel);
    if (restart && restart.session !== msg.header.session) {
      restart.end();
    }
    if (announcesRestart(msg)) {
      this._begin(kernel, msg.header.session);
    }
  }

  private _begin(kernel: HeardKernel, session: string): void {
    let resolve: () => void = () => undefined;
    const over = new Promise<void>(done => (resolve = done));
    const end = (): void => {
      if (this._restarts.get(kernel) === restart) {
        this._restarts.delete(kernel);
      }
      resolve();
    };
    const restart: Restart = { session, untilMs: this._now() + STARTED_WITHIN_MS, over, end };
    this._restarts.get(kernel)?.end();
    this._restarts.set(kernel, restart);
  }

  private readonly _restarts = new WeakMap<HeardKernel, Restart>();
}

/** JupyterLab's types know this message on the control channel only; kernels tell it to all. */
function announcesRestart({ header, content }: KernelMessage.IMessage): boolean {
  const type: string = header.msg_type;
  return type === 'shutdown_reply' && (content as { restart?: unknown }).restart === true;
}
