import type { RunCell } from './executionGate';

export type Gate<O> = (options: O, inner: RunCell<O>) => Promise<boolean>;

/** What a cell executor looks like to us; notebook and console ones differ in `O` only. */
export interface Executor<O> {
  runCell(options: O): Promise<boolean>;
}

/** JupyterLab's own way to run a cell, with room for a gate. Transparent until one is set. */
export class GatedExecutor<O> implements Executor<O> {
  gate: Gate<O> | null = null;

  constructor(private _inner: RunCell<O>) {}

  runCell(options: O): Promise<boolean> {
    return this.gate ? this.gate(options, this._inner) : this._inner(options);
  }
}

/** How a gate could be attached; 'none': cells run unchecked. */
export type Attachment = 'own' | 'decorated' | 'none';

/**
 * Put a gate in front of whichever executor won.
 *
 * An executor of another extension keeps doing its work: its `runCell` is wrapped in
 * place, which works because it is looked up at each call. A frozen one cannot be.
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
