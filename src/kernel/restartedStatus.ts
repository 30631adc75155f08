import type { Kernel } from '@jupyterlab/services';

/**
 * When to ask, counted from the announcement of the restart. A kernel takes about a second to
 * start.
 */
const ASK_AFTER_MS: readonly number[] = [2000, 5000, 12_000];

/** The statuses that JupyterLab shows as long as it has not heard from the new kernel. */
const STALE_STATUSES: readonly Kernel.Status[] = [
  'unknown',
  'starting',
  'restarting',
  'autorestarting'
];

/** The part of a kernel's connection that is used here. */
export type RestartedKernel = Pick<
  Kernel.IKernelConnection,
  'isDisposed' | 'status' | 'connectionStatus' | 'requestExecute'
>;

/**
 * Makes a kernel that was restarted after its death run empty code, until its status is known.
 *
 * The server passes on the status of a new kernel only if it has subscribed before the kernel first
 * speaks, and it does not wait for that if the old kernel was busy when it died. JupyterLab then
 * shows "unknown" or "starting" for a kernel that has long been idle. Of the statuses that a kernel
 * reports, JupyterLab only believes those that come with an execution.
 */
export function refreshStatus(kernel: RestartedKernel): void {
  for (const afterMs of ASK_AFTER_MS) {
    window.setTimeout(() => {
      if (
        !kernel.isDisposed &&
        kernel.connectionStatus === 'connected' &&
        STALE_STATUSES.includes(kernel.status)
      ) {
        runEmptyCode(kernel);
      }
    }, afterMs);
  }
}

function runEmptyCode(kernel: RestartedKernel): void {
  const future = kernel.requestExecute({
    code: '',
    silent: true,
    store_history: false,
    allow_stdin: false,
    stop_on_error: false
  });
  // Rejected when the connection ends first, which is reported elsewhere.
  future.done.catch(() => undefined);
}
