import type { Context, Latest } from './types';

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
