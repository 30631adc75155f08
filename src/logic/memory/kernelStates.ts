import type { Context, KernelDetails, KernelInfo, Latest } from '../types';

/**
 * The context with what the kernels do now. States come with every answer,
 * the context only when something else has changed.
 */
export function withStates(context: Context, latest: Latest | null): Context {
  const kernels = Object.values(context.kernels).map(kernel => {
    const executionState = latest?.kernels[kernel.key]?.executionState ?? null;
    return kernel.executionState === executionState ? kernel : { ...kernel, executionState };
  });
  return kernels.every(kernel => kernel === context.kernels[kernel.key])
    ? context
    : { ...context, kernels: Object.fromEntries(kernels.map(kernel => [kernel.key, kernel])) };
}

/**
 * The context with each kernel in the group it was last seen in, where its
 * group is not known now: while it restarts, the limit above it stays.
 */
export function withLastGroups(context: Context, seen: ReadonlyMap<string, KernelInfo>): Context {
  const kernels = Object.values(context.kernels).map(kernel => {
    const last = seen.get(kernel.key)?.groupKey ?? null;
    const isKept = kernel.groupKey === null && last !== null && last in context.groups;
    return isKept && kernel.locality !== 'remote' ? { ...kernel, groupKey: last } : kernel;
  });
  return kernels.every(kernel => kernel === context.kernels[kernel.key])
    ? context
    : { ...context, kernels: Object.fromEntries(kernels.map(kernel => [kernel.key, kernel])) };
}

/** What a kernel is between two processes. `ended`: nobody has begun to restart it. */
export type Pause = 'ended' | 'dead' | 'restarting' | 'starting';

/** Why a kernel has no figures, or only those of a process that is new; null while it runs. */
export function pauseOf(kernel: KernelInfo, details: KernelDetails | undefined): Pause | null {
  if (kernel.locality === 'remote') {
    return null;
  }
  switch (kernel.executionState) {
    case 'dead':
      return 'dead';
    case 'restarting':
    case 'autorestarting':
      return 'restarting';
    case 'starting':
      return 'starting';
    default:
      // What it did last is still told as its state until the restarter looks.
      return details?.processes === 0 ? 'ended' : null;
  }
}
