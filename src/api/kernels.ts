import type { ServiceManager } from '@jupyterlab/services';

/** Shuts a kernel down, along with its session if it has one. */
export async function shutDownKernel(
  services: Pick<ServiceManager.IManager, 'kernels' | 'sessions'>,
  kernelId: string
): Promise<void> {
  await services.sessions.refreshRunning();
  for (const session of services.sessions.running()) {
    if (session.kernel?.id === kernelId) {
      return services.sessions.shutdown(session.id);
    }
  }
  return services.kernels.shutdown(kernelId);
}

/**
 * The current execution state of a kernel, requested from the server; null if the server does not
 * know the kernel or gives no state.
 */
export async function kernelState(
  services: Pick<ServiceManager.IManager, 'kernels'>,
  kernelId: string
): Promise<string | null> {
  await services.kernels.refreshRunning();
  for (const kernel of services.kernels.running()) {
    if (kernel.id === kernelId) {
      return kernel.execution_state ?? null;
    }
  }
  return null;
}
