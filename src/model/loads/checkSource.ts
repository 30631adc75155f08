import type { Kernel } from '@jupyterlab/services';

import { findLoadCalls } from '../../logic/cells/detect';
import type { HeadroomLoad } from '../../public';
import type { ExecutionLog } from '../cells/executionLog';
import type { LoadJudge } from './loadJudge';

interface CheckParts {
  judge: Pick<LoadJudge, 'judge'>;
  log: Pick<ExecutionLog, 'cells'>;
}

/** Judges source for another extension, as if it ran next in this kernel. Never rejects. */
export async function checkSource(
  source: string,
  kernel: Kernel.IKernelConnection,
  { judge, log }: CheckParts
): Promise<HeadroomLoad | null> {
  try {
    const executed = log.cells(kernel.id);
    const calls = findLoadCalls([...executed, { id: 'checked', source }], executed.length);
    if (calls.length === 0) {
      return null;
    }
    const isIdle = kernel.status === 'idle';
    const { verdict } = await judge.judge({ calls, source, executed }, kernel, isIdle);
    if (verdict === null) {
      return null;
    }
    const { kind, plane, needBytes, haveBytes, estimate } = verdict;
    const { callee, model } = estimate.call;
    return {
      kind,
      plane,
      needBytes: needBytes?.high ?? null,
      haveBytes,
      callee,
      model: model.value
    };
  } catch (error) {
    console.warn('jupyterlab-headroom: a load could not be judged for an extension.', error);
    return null;
  }
}
