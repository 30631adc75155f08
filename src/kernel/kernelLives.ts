import type { Kernel } from '@jupyterlab/services';
import { Signal } from '@lumino/signaling';
import type { ISignal } from '@lumino/signaling';

/**
 * What JupyterLab says when the process behind a kernel is gone: with all names, imports and
 * requests that it had.
 *
 * - `restarting`: a person restarts it. `autorestarting`: it died, and the server restarts it.
 * - `dead`: nobody restarts it. JupyterLab drops the connection, but somebody may start the
 *   kernel again elsewhere, under the same id. JupyterLab also says so when it cannot reach the
 *   server; then we forget what is still true, which costs a question more, never a wrong answer.
 *
 * `terminating` is not among them (the kernel may refuse), nor is `unknown` (only the connection
 * was lost).
 */
const ENDED: readonly Kernel.Status[] = ['restarting', 'autorestarting', 'dead'];

/** The part of a kernel's connection that is used here. */
export type LivingKernel = Pick<Kernel.IKernelConnection, 'id' | 'statusChanged'>;

/** Tells when a kernel ends its life, and when it begins another one under the same id. */
export class KernelLives {
  /**
   * A process is gone. Each connection tells so itself, when it drops what it had sent: listeners
   * that go by the kernel's id hear of one end more than once.
   */
  get ended(): ISignal<this, LivingKernel> {
    return this._ended;
  }

  /** The first status after an end: what is heard from now on is of another process. */
  get began(): ISignal<this, LivingKernel> {
    return this._began;
  }

  /** Follows a connection; one that is followed already is left alone. */
  watch(kernel: LivingKernel): void {
    kernel.statusChanged.connect(this._onStatus, this);
  }

  private _onStatus(kernel: LivingKernel, status: Kernel.Status): void {
    if (ENDED.includes(status)) {
      this._between.add(kernel.id);
      this._ended.emit(kernel);
    } else if (this._between.delete(kernel.id)) {
      this._began.emit(kernel);
    }
  }

  private readonly _ended = new Signal<this, LivingKernel>(this);
  private readonly _began = new Signal<this, LivingKernel>(this);
  /** Ids of kernels whose last process is gone, and of whose next nothing was heard. */
  private readonly _between = new Set<string>();
}
