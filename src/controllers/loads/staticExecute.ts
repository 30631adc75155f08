import type { Gate } from './gatedExecutor';

/** The static method that JupyterLab's own executor ends in. */
export type Execute<C, S, R> = (cell: C, session: S, ...rest: unknown[]) => Promise<R | void>;

/** A class of cells that owns such a method. */
export interface ExecuteOwner<C, S, R> {
  execute: Execute<C, S, R>;
}

/** What a reply of the kernel looks like to us. */
interface Reply {
  content: { status: string };
}

/**
 * The class that owns `execute` for a live cell, found from the cell itself: the
 * package of cells is not shared between extensions, so an import may be another copy.
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
 * Put a gate in front of `execute`, for the case that a frozen executor of another
 * extension runs the cells. A refusal is an error whose message starts with
 * "Canceled", which every executor takes for a cancelled run. False: it cannot be replaced.
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
    // A frozen class: strict code throws.
  }
  return owner.execute === gated;
}
