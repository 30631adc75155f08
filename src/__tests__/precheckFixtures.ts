import type { Kernel } from '@jupyterlab/services';
import { Signal } from '@lumino/signaling';

import type { CellLoads, JudgedLoads } from '../model/loads/loadJudge';
import { estimate } from '../logic/loads/rules';
import { findLoadCalls } from '../logic/cells/detect';
import type { Capacity, KernelEnvironment, ModelFacts } from '../logic/types';
import { judgeAll } from '../logic/loads/verdict/verdict';
import { capacity, facts, group, kernel } from './logic/loads/rules/fixtures';

/** transformers 4.57: float32 by default, so a bfloat16 file takes twice its size. */
export const OLD_TRANSFORMERS = kernel({ transformers: '4.57.6', torch: '2.9.0' });

export function loadOf(source: string): CellLoads {
  const executed = [
    {
      id: 'i',
      source: 'from transformers import AutoModel\nfrom safetensors.torch import load_file'
    }
  ];
  const calls = findLoadCalls([...executed, { id: 'c', source }], 1);
  return { calls, source, executed };
}

export const BFLOAT16 = facts([group('BF16', 1000)], { reference: 'org/model' });

/** What the judge would say about `source` with `headroomMib` left. */
export function judgedOf(
  source: string,
  headroomMib: number,
  over: { facts?: ModelFacts; capacity?: Partial<Capacity>; environment?: KernelEnvironment } = {}
): JudgedLoads {
  const environment = over.environment ?? OLD_TRANSFORMERS;
  const room = capacity(headroomMib, over.capacity);
  const estimates = loadOf(source).calls.map(call =>
    estimate(call, over.facts ?? BFLOAT16, environment)
  );
  return {
    source,
    verdict: judgeAll(estimates, room),
    estimates,
    environment,
    capacity: room,
    shortages: [],
    problem: null
  };
}

/** A kernel that answers nothing by itself. */
export class FakeKernel {
  status: Kernel.Status = 'idle';
  readonly statusChanged = new Signal<Kernel.IKernelConnection, Kernel.Status>(this.asKernel());
  readonly info = Promise.resolve({ language_info: { name: 'python' } });
  /** The expressions that it was asked for. */
  readonly asked: string[] = [];
  answer: object | null = null;

  constructor(readonly id = 'k') {}

  asKernel(): Kernel.IKernelConnection {
    return this as unknown as Kernel.IKernelConnection;
  }

  become(status: Kernel.Status): void {
    this.status = status;
    this.statusChanged.emit(status);
  }

  requestExecute(content: { user_expressions: Record<string, string> }) {
    this.asked.push(content.user_expressions['headroom'] ?? '');
    return { done: this._reply(), dispose: () => undefined };
  }

  private _reply(): Promise<unknown> {
    if (this.answer === null) {
      return new Promise(() => undefined);
    }
    const base64 = btoa(JSON.stringify(this.answer));
    const headroom = { status: 'ok', data: { 'text/plain': `'${base64}'` } };
    return Promise.resolve({ content: { status: 'ok', user_expressions: { headroom } } });
  }
}

export const PROBE_ANSWER = {
  versions: { transformers: '4.57.6', torch: '2.9.0' },
  cwd: '/work',
  environment: { HF_HOME: '/kernel/hf' },
  names: {},
  loaded_names: [],
  modules: []
};
