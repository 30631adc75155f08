import type { DeathReport } from '../../types';
import type { Translate } from '../../words/translate';

/**
 * Says what is lost, what is not, and whether a new kernel starts. JupyterLab's own dialog has said
 * the last of these, too.
 */
export function aftermathLine(report: DeathReport, trans: Translate): string {
  if (report.details.cause === 'worker-oom-kill') {
    return trans.__('The kernel was not restarted: its variables are intact.');
  }
  if (report.details.cause === 'could-not-start') {
    return neverStarted(report, trans);
  }
  switch (report.aftermath) {
    case 'restarting':
      return newKernel(trans);
    case 'dead':
      return trans.__(
        'No new kernel is started any more: the variables are gone, code and outputs are still there. To go on, choose Restart Kernel in the Kernel menu.'
      );
    case 'none':
      return trans.__(
        'No new kernel starts by itself: the variables are gone, code and outputs are still there. To go on, choose Restart Kernel in the Kernel menu.'
      );
  }
}

/** A kernel that never started has no variables to lose. */
function neverStarted(report: DeathReport, trans: Translate): string {
  return report.aftermath === 'restarting'
    ? trans.__('The server tries again. Code and outputs are untouched.')
    : trans.__(
        'The server does not try again. Code and outputs are untouched; to try once more, choose Restart Kernel in the Kernel menu.'
      );
}

/** For a kernel that the server is restarting, by its report or by what JupyterLab has seen. */
export function newKernel(trans: Translate): string {
  return trans.__(
    'A new, empty kernel takes its place: the variables are gone, code and outputs are still there.'
  );
}
