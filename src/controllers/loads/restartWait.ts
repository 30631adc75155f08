import type { KernelLives, LivingKernel } from '../../kernel/kernelLives';
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
    private readonly _lives: KernelLives,
    private readonly _now: () => number = Date.now
  ) {
    deaths.arrived.connect((_, { report }) => this._note(report));
    _lives.ended.connect((_, { id }) => this._diedMs.delete(id));
  }

  /** Resolves when the kernel takes requests again; null when it does now. */
  until(kernel: LivingKernel): Promise<void> | null {
    const diedMs = this._diedMs.get(kernel.id);
    const leftMs = diedMs === undefined ? 0 : diedMs + RESTARTED_WITHIN_MS - this._now();
    return leftMs > 0 ? this._restartOf(kernel, leftMs) : null;
  }

  private _note({ id, kernel, timeMs, details, aftermath }: DeathReport): void {
    // Reports come again when more is known; only the first news of a death counts.
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
          // What was sent before is dropped right after this signal.
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
