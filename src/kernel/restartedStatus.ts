import type { Kernel } from '@jupyterlab/services';

/** When to ask, after the restart was announced. A kernel needs about a second to start. */
const ASK_AFTER_MS: readonly number[] = [2000, 5000, 12_000];

/** What JupyterLab says as long as it has not heard of a new kernel. */
const UNHEARD: readonly Kernel.Status[] = ['unknown', 'starting', 'restarting', 'autorestarting'];

/** The part of a kernel's connection that is used here. */
export type RestartedKernel = Pick<
  Kernel.IKernelConnection,
  'isDisposed' | 'status' | 'connectionStatus' | 'requestExecute'
>;

/**
 * Has a kernel that was restarted after its death run nothing at all, until its state is known.
 *
 * The server passes on the state of a new kernel only if its subscription is there before
 * the kernel speaks, and does not wait for that where the old one was busy when it died. Then
 * JupyterLab shows "unknown" or "starting" for a kernel that has long been idle. Of what a kernel
 * says of itself, JupyterLab believes only what comes with an execution.
 */
export function learnStatus(kernel: RestartedKernel): void {
  for (const afterMs of ASK_AFTER_MS) {
    window.setTimeout(() => {
      if (
        !kernel.isDisposed &&
        kernel.connectionStatus === 'connected' &&
        UNHEARD.includes(kernel.status)
      ) {
        runNothing(kernel);
      }
    }, afterMs);
  }
}

function runNothing(kernel: RestartedKernel): void {
  const future = kernel.requestExecute({
    code: '',
    silent: true,
    store_history: false,
    allow_stdin: false,
    stop_on_error: false
  });
  // Refused when the connection ends first: somebody else tells of that.
  future.done.catch(() => undefined);
}
