import type { KernelLives, LivingKernel } from '../../kernel/kernelLives';
import type { DeathReport } from '../../logic/types';

/** jupyter_client checks for dead kernels every 3 s. */
const RESTARTED_WITHIN_MS = 4000;

/** The part of the deaths model that is used here, so that tests can supply their own. */
export interface Deaths {
  arrived: {
    connect(slot: (sender: unknown, arrival: { report: DeathReport }) => void): boolean;
  };
}

/**
 * Waits for kernels that have died and have not been restarted yet.
 *
 * Our server part learns of a death within milliseconds, the server's restarter within seconds.
 * JupyterLab discards whatever is sent to the kernel in between as soon as the restart comes, so a
 * user who reads the explanation and runs a cell right away would see nothing happen.
 */
export class RestartWait {
  /** `now` gives milliseconds since the epoch. */
  constructor(
    deaths: Deaths,
    private readonly _lives: KernelLives,
    private readonly _now: () => number = Date.now
  ) {
    deaths.arrived.connect((_, { report }) => this._note(report));
    _lives.ended.connect((_, { id }) => this._diedMs.delete(id));
  }

  /** Resolves when the kernel accepts requests again; null if it does now. */
  until(kernel: LivingKernel): Promise<void> | null {
    const diedMs = this._diedMs.get(kernel.id);
    const leftMs = diedMs === undefined ? 0 : diedMs + RESTARTED_WITHIN_MS - this._now();
    return leftMs > 0 ? this._restartOf(kernel, leftMs) : null;
  }

  private _note({ id, kernel, timeMs, details, aftermath }: DeathReport): void {
    // A report is sent again when more is known; only the first one about a death counts.
    const isOld = this._seen.has(id) || this._now() - timeMs > RESTARTED_WITHIN_MS;
    this._seen.add(id);
    if (isOld || details.cause === 'worker-oom-kill' || aftermath !== 'restarting') {
      return;
    }
    this._diedMs.set(kernel.id, timeMs);
  }

  private _restartOf(kernel: LivingKernel, leftMs: number): Promise<void> {
    this._lives.watch(kernel);
    return new Promise(resolve => {
      const done = (): void => {
        window.clearTimeout(timer);
        this._lives.ended.disconnect(onEnded);
        this._diedMs.delete(kernel.id);
        resolve();
      };
      const onEnded = (_: unknown, ended: LivingKernel): void => {
        if (ended === kernel) {
          // Right after this signal, JupyterLab drops what was sent before.
          window.setTimeout(done, 0);
        }
      };
      const timer = window.setTimeout(done, leftMs);
      this._lives.ended.connect(onEnded);
    });
  }

  private readonly _diedMs = new Map<string, number>();
  private readonly _seen = new Set<string>();
}
