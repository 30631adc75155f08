import type { Kernel } from '@jupyterlab/services';

/** When to ask, after the restart was announced. A kernel needs about a second to start. */
const ASK_AFTER_MS: readonly number[] = [2000, 5000, 12_000];

/** What JupyterLab says as long as it has not heard of a new kernel. */
const UNHEARD: readonly Kernel.Status[] = ['unknown', 'starting', 'restarting', 'autorestarting'];

/** The part of a kernel's connection that is used here. */
export type RestartedKernel = Pick<
  Kernel.IKernelConnection,
  'isDisposed' | 'status' | 'connectionStatus' | 'requestKernelInfo'
>;

/**
 * Asks a kernel that was restarted after its death who it is, until its state is known.
 *
 * The server passes on the state of a new kernel only if its subscription is there before
 * the kernel speaks, and does not wait for that where the old one was busy when it died. Then
 * JupyterLab shows "unknown" or "starting", for a kernel that has long been idle.
 */
export function learnStatus(kernel: RestartedKernel): void {
  for (const afterMs of ASK_AFTER_MS) {
    window.setTimeout(() => {
      if (
        !kernel.isDisposed &&
        kernel.connectionStatus === 'connected' &&
        UNHEARD.includes(kernel.status)
      ) {
        // Refused when the connection ends first: somebody else tells of that.
        kernel.requestKernelInfo().catch(() => undefined);
      }
    }, afterMs);
  }
}
