import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';

import type { HeadroomClient } from '../logic/types';
import { ExecutionLog } from '../model/executionLog';
import { idleBeside } from '../model/idleKernels';
import { KernelFacts } from '../model/kernelFacts';
import { LoadJudge } from '../model/loadJudge';
import type { MonitorModel } from '../model/monitor';
import { IHeadroomClient, IHeadroomLoads, IHeadroomMonitor, type LoadServices } from '../tokens';

/** Provides what is known about loads: by the check before a run, and by the marks in cells. */
export const loads: JupyterFrontEndPlugin<LoadServices> = {
  id: 'jupyterlab-headroom:loads',
  description: 'Looks up what cells load and judges whether it fits.',
  autoStart: true,
  provides: IHeadroomLoads,
  requires: [IHeadroomClient, IHeadroomMonitor],
  activate: (_app: JupyterFrontEnd, client: HeadroomClient, monitor: MonitorModel) => {
    const kernels = new KernelFacts(client);
    const judge = new LoadJudge({
      client,
      kernels,
      capacity: monitor,
      idleBeside: kernelId => idleBeside(monitor, kernelId)
    });
    return { kernels, judge, log: new ExecutionLog() };
  }
};
