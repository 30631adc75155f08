import type { Gate } from './gatedExecutor';

/** The static method that JupyterLab's own executor finally calls. */
export type Execute<C, S, R> = (cell: C, session: S, ...rest: unknown[]) => Promise<R | void>;

/** A cell class that defines such a method. */
export interface ExecuteOwner<C, S, R> {
  execute: Execute<C, S, R>;
}

/** The part of a kernel's reply that is used here. */
interface Reply {
  content: { status: string };
}

/**
 * The class that defines `execute` for a live cell. It is found by way of the cell because the
 * package of cells is not shared between extensions: importing it here could yield another copy.
 */
export function ownerOfExecute<C extends object, S, R>(cell: C): ExecuteOwner<C, S, R> | null {
  let candidate: unknown = cell.constructor;
  while (typeof candidate === 'function') {
    if (Object.prototype.hasOwnProperty.call(candidate, 'execute')) {
      return candidate as unknown as ExecuteOwner<C, S, R>;
    }
    candidate = Object.getPrototypeOf(candidate);
  }
  return null;
}

/**
 * Puts a gate in front of `execute`, for cells that are run by a frozen executor of another
 * extension. A refusal becomes an error whose message starts with "Canceled", which every executor
 * takes for a cancelled run. Returns false when `execute` cannot be replaced.
 */
export function gateExecute<C, S, R extends Reply>(
  owner: ExecuteOwner<C, S, R>,
  gate: Gate<{ cell: C; sessionContext: S }>
): boolean {
  const original = owner.execute.bind(owner);
  const gated: Execute<C, S, R> = async (cell, sessionContext, ...rest) => {
    let reply: R | void = undefined;
    const ran = await gate({ cell, sessionContext }, async () => {
      reply = await original(cell, sessionContext, ...rest);
      return (reply as R | undefined)?.content.status !== 'error';
    });
    if (!ran && reply === undefined) {
      throw new Error('Canceled by jupyterlab-headroom before the run');
    }
    return reply;
  };
  try {
    owner.execute = gated;
  } catch {
    // The class is frozen, so in strict mode the assignment throws.
  }
  return owner.execute === gated;
}
