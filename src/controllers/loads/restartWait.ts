import type { Kernel } from '@jupyterlab/services';

import type { DeathReport } from '../../logic/types';

/** jupyter_client looks for dead kernels every 3 s. */
const RESTARTED_WITHIN_MS = 4000;

/** A signal, as far as it is used here: tests bring their own. */
export interface Deaths {
  arrived: {
    connect(slot: (sender: unknown, arrival: { report: DeathReport }) => void): boolean;
  };
}

/**
 * Kernels that are dead and not restarted yet.
 *
 * The server knows of a death within milliseconds, its restarter within seconds. What is
 * sent to the kernel in between is thrown away by JupyterLab when the restart comes, so a
 * person who reads the explanation and runs a cell at once would see nothing happen.
 */
export class RestartWait {
  /** `now` gives milliseconds since the epoch. */
  constructor(
    deaths: Deaths,
    private readonly _now: () => number = Date.now
  ) {
    deaths.arrived.connect((_, { report }) => this._note(report));
  }

  /** Resolves when the kernel takes requests again; null when it does now. */
  until(kernel: Kernel.IKernelConnection): Promise<void> | null {
    const diedMs = this._diedMs.get(kernel.id);
    const leftMs = diedMs === undefined ? 0 : diedMs + RESTARTED_WITHIN_MS - this._now();
    return leftMs > 0 ? this._restartOf(kernel, leftMs) : null;
  }

  private _note({ id, kernel, timeMs, cause, aftermath }: DeathReport): void {
    // Reports come again when more is known; only the first news of a death counts.
    const isOld = this._seen.has(id) || this._now() - timeMs > RESTARTED_WITHIN_MS;
    this._seen.add(id);
    if (isOld || cause === 'worker-oom-kill' || aftermath !== 'restarting') {
      return;
    }
    this._diedMs.set(kernel.id, timeMs);
  }

  private _restartOf(kernel: Kernel.IKernelConnection, leftMs: number): Promise<void> {
    return new Promise(resolve => {
      const done = (): void => {
        window.clearTimeout(timer);
        kernel.statusChanged.disconnect(onStatus);
        this._diedMs.delete(kernel.id);
        resolve();
      };
      const onStatus = (_: unknown, status: Kernel.Status): void => {
        if (status === 'autorestarting' || status === 'restarting' || status === 'dead') {
          // What was sent before is dropped right after this signal.
          window.setTimeout(done, 0);
        }
      };
      const timer = window.setTimeout(done, leftMs);
      kernel.statusChanged.connect(onStatus);
    });
  }

  /** The restart of a kernel was seen elsewhere. */
  restarted(kernelId: string): void {
    this._diedMs.delete(kernelId);
  }

  private readonly _diedMs = new Map<string, number>();
  private readonly _seen = new Set<string>();
}
