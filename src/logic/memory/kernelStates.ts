import type { Context, KernelDetails, KernelInfo, Latest } from '../types';

/**
 * The context with the current execution state of each kernel. States come with every answer of the
 * server, the context only when something else has changed.
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
 * The context with each kernel whose group is not known now put back into the group where it was
 * last seen: while a kernel restarts, it stays under the same limit.
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

/** The state of a kernel between two processes. `ended`: nothing has begun to restart it yet. */
export type Pause = 'ended' | 'dead' | 'restarting' | 'starting';

/** Why a kernel has no figures, or only those of a brand-new process; null while it runs. */
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
      // Until the restarter notices, the state is still the one from before the process ended.
      return details?.processes === 0 ? 'ended' : null;
  }
}
