import { Notification } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { Relief } from '../../logic/loads/verdict/relief';
import type { KernelControl } from '../../logic/types';
import type { MonitorModel } from '../../model/memory/monitor';
import { kernelName } from '../../widgets/shared/memoryWords';

/**
 * Shuts down idle kernels. Tells the user and resolves to false if one of them has become busy or
 * could not be shut down.
 */
export function relieveMemory(
  monitor: Pick<MonitorModel, 'refresh' | 'kernelById'>,
  control: Pick<KernelControl, 'shutDown'>,
  trans: TranslationBundle
): (relief: Relief) => Promise<boolean> {
  return async ({ kernels }) => {
    await monitor.refresh();
    const busy = kernels.find(
      ({ kernel }) => (monitor.kernelById(kernel.id)?.executionState ?? 'idle') !== 'idle'
    );
    if (busy) {
      Notification.warning(
        trans.__('%1 is no longer idle, so nothing was shut down or run.', kernelName(busy.kernel))
      );
      return false;
    }
    try {
      await Promise.all(kernels.map(({ kernel }) => control.shutDown(kernel)));
      return true;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      Notification.error(trans.__('The kernel could not be shut down: %1', reason));
      return false;
    }
  };
}
