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
