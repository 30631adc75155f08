import type { RunCell } from './executionGate';

export type Gate<O> = (options: O, inner: RunCell<O>) => Promise<boolean>;

/** The part of a cell executor that is used here; notebook and console ones differ only in `O`. */
export interface Executor<O> {
  runCell(options: O): Promise<boolean>;
}

/** Runs cells the way JupyterLab does, through a gate once one has been set. */
export class GatedExecutor<O> implements Executor<O> {
  gate: Gate<O> | null = null;

  constructor(private _inner: RunCell<O>) {}

  runCell(options: O): Promise<boolean> {
    return this.gate ? this.gate(options, this._inner) : this._inner(options);
  }
}

/** How a gate was attached; with 'none', cells run unchecked. */
export type Attachment = 'own' | 'decorated' | 'none';

/**
 * Puts a gate in front of whichever executor is in use, ours or another extension's.
 *
 * Another extension's executor keeps doing its work: its `runCell` is wrapped in place, which works
 * because callers look it up at each call. A frozen executor cannot be wrapped.
 */
export function attachGate<O>(executor: Executor<O>, gate: Gate<O>): Attachment {
  if (executor instanceof GatedExecutor) {
    executor.gate = gate;
    return 'own';
  }
  if (Object.isFrozen(executor)) {
    return 'none';
  }
  const inner = executor.runCell.bind(executor);
  executor.runCell = options => gate(options, inner);
  return 'decorated';
}
