import type { Kernel, KernelMessage } from '@jupyterlab/services';

/** A kernel needs a second or two to start, or several on a busy machine. */
const STARTED_WITHIN_MS = 15_000;

/** The part of a kernel's connection that is used here. */
export type HeardKernel = Pick<Kernel.IKernelConnection, 'anyMessage'>;

interface Restart {
  /** Session of the old process: a message with another session comes from the new one. */
  readonly session: string;
  readonly untilMs: number;
  readonly over: Promise<void>;
  readonly end: () => void;
}

/**
 * Kernels that were restarted by another page or a program, and that this page has not heard from
 * since.
 *
 * JupyterLab reconnects only after restarts that it has requested itself. After others, the server
 * does not wait for the new process, which may thus receive a request before the page is subscribed
 * to its output. The cell then runs, but the page never learns that it has finished, and it shows
 * `[*]` forever. The old process announces the restart as it shuts down.
 */
export class RestartsElsewhere {
  /** `now` gives milliseconds since the epoch. */
  constructor(private readonly _now: () => number = Date.now) {}

  /** Starts watching a connection; does nothing if it is already watched. */
  watch(kernel: HeardKernel): void {
    kernel.anyMessage.connect(this._onMessage, this);
  }

  /**
   * Resolves when the new process has been heard from, or has been silent for too long; null when
   * there is no restart.
   */
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

/** JupyterLab's types allow this message only on the control channel; kernels broadcast it too. */
function announcesRestart({ header, content }: KernelMessage.IMessage): boolean {
  const type: string = header.msg_type;
  return type === 'shutdown_reply' && (content as { restart?: unknown }).restart === true;
}
