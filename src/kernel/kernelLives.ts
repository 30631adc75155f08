import type { Kernel } from '@jupyterlab/services';
import { Signal } from '@lumino/signaling';
import type { ISignal } from '@lumino/signaling';

/**
 * The statuses by which JupyterLab reports that the process behind a kernel is gone, along with all
 * its names, imports and pending requests.
 *
 * - `restarting`: the user restarts it. `autorestarting`: it died, and the server restarts it.
 * - `dead`: nothing restarts it. JupyterLab drops the connection, but the kernel may be started
 *   again elsewhere under the same id. JupyterLab also reports this when it cannot reach the
 *   server. We then forget things that are still true, which costs one more question but never
 *   gives a wrong answer.
 *
 * Not included are `terminating` (the kernel may refuse) and `unknown` (only the connection was
 * lost).
 */
const ENDED: readonly Kernel.Status[] = ['restarting', 'autorestarting', 'dead'];

/** The part of a kernel's connection that is used here. */
export type LivingKernel = Pick<Kernel.IKernelConnection, 'id' | 'statusChanged'>;

/** Reports when a kernel's process ends, and when another one begins under the same id. */
export class KernelLives {
  /**
   * A process is gone. Each connection emits this for itself when it drops what it had sent, so
   * listeners that go by the kernel's id may see the same end more than once.
   */
  get ended(): ISignal<this, LivingKernel> {
    return this._ended;
  }

  /** The first status after an end: everything from now on comes from another process. */
  get began(): ISignal<this, LivingKernel> {
    return this._began;
  }

  /** Starts watching a connection; does nothing if it is already watched. */
  watch(kernel: LivingKernel): void {
    kernel.statusChanged.connect(this._onStatus, this);
  }

  private _onStatus(kernel: LivingKernel, status: Kernel.Status): void {
    if (ENDED.includes(status)) {
      this._betweenProcesses.add(kernel.id);
      this._ended.emit(kernel);
    } else if (this._betweenProcesses.delete(kernel.id)) {
      this._began.emit(kernel);
    }
  }

  private readonly _ended = new Signal<this, LivingKernel>(this);
  private readonly _began = new Signal<this, LivingKernel>(this);
  /** Ids of kernels whose last process is gone and whose next one has not been heard from. */
  private readonly _betweenProcesses = new Set<string>();
}
