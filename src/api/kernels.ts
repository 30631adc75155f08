import type { ServiceManager } from '@jupyterlab/services';

/** Shuts a kernel down, with its session where it has one. */
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

/** What a kernel does at this moment, asked of the server; null: it is not there, or does not tell. */
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
