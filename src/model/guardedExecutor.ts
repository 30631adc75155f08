import type { RunCell } from './executionGuard';

export type Guard<O> = (options: O, inner: RunCell<O>) => Promise<boolean>;

/** What a cell executor looks like to us; notebook and console ones differ in `O` only. */
export interface Executor<O> {
  runCell(options: O): Promise<boolean>;
}

/** JupyterLab's own way to run a cell, with room for a guard. Transparent until one is set. */
export class GuardedExecutor<O> implements Executor<O> {
  guard: Guard<O> | null = null;

  constructor(private _inner: RunCell<O>) {}

  runCell(options: O): Promise<boolean> {
    return this.guard ? this.guard(options, this._inner) : this._inner(options);
  }
}

/** How a guard could be attached; 'none': cells run unchecked. */
export type Attachment = 'own' | 'decorated' | 'none';

/**
 * Put a guard in front of whichever executor won.
 *
 * An executor of another extension keeps doing its work: its `runCell` is wrapped in
 * place, which works because it is looked up at each call. A frozen one cannot be.
 */
export function attachGuard<O>(executor: Executor<O>, guard: Guard<O>): Attachment {
  if (executor instanceof GuardedExecutor) {
    executor.guard = guard;
    return 'own';
  }
  if (Object.isFrozen(executor)) {
    return 'none';
  }
  const inner = executor.runCell.bind(executor);
  executor.runCell = options => guard(options, inner);
  return 'decorated';
}
