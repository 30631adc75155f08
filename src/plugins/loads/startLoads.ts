import type { HeadroomClient } from '../../logic/types';
import { ExecutionLog } from '../../model/cells/executionLog';
import { checkSource } from '../../model/loads/checkSource';
import { idleBeside } from '../../model/loads/idleKernels';
import { KernelEnvironments } from '../../kernel/kernelEnvironments';
import { KernelLives } from '../../kernel/kernelLives';
import { LoadJudge } from '../../model/loads/loadJudge';
import type { MonitorModel } from '../../model/memory/monitor';
import type { LoadServices } from '../../tokens';

/** Creates the services that look up loads and judge them. */
export function loadServices(client: HeadroomClient, monitor: MonitorModel): LoadServices {
  const lives = new KernelLives();
  const kernels = new KernelEnvironments(client, lives);
  const judge = new LoadJudge({
    client,
    kernels,
    capacity: monitor,
    idleBeside: kernelId => idleBeside(monitor, kernelId)
  });
  const log = new ExecutionLog(lives);
  return {
    kernels,
    judge,
    log,
    check: (source, kernel) => checkSource(source, kernel, { judge, log })
  };
}
