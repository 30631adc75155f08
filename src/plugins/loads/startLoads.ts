import type { HeadroomClient } from '../../logic/types';
import { ExecutionLog } from '../../model/cells/executionLog';
import { idleBeside } from '../../model/loads/idleKernels';
import { KernelFacts } from '../../kernel/kernelFacts';
import { LoadJudge } from '../../model/loads/loadJudge';
import type { MonitorModel } from '../../model/memory/monitor';
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
