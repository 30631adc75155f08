import type { HeadroomClient } from '../../logic/types';
import { ExecutionLog } from '../../model/executionLog';
import { idleBeside } from '../../model/idleKernels';
import { KernelFacts } from '../../model/kernelFacts';
import { LoadJudge } from '../../model/loadJudge';
import type { MonitorModel } from '../../model/monitor';
import type { LoadServices } from '../../tokens';

/** Builds what looks loads up and judges them. */
export function loadServices(client: HeadroomClient, monitor: MonitorModel): LoadServices {
  const kernels = new KernelFacts(client);
  const judge = new LoadJudge({
    client,
    kernels,
    capacity: monitor,
    idleBeside: kernelId => idleBeside(monitor, kernelId)
  });
  return { kernels, judge, log: new ExecutionLog() };
}
