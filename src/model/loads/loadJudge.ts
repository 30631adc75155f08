import type { Kernel } from '@jupyterlab/services';

import { asClientError, type ClientError } from '../../logic/types/clientError';
import { findLoadCalls } from '../../logic/cells/detect';
import { diskShortage, type DiskShortage } from '../../logic/loads/words/diskShortage';
import { proposeFixes, type Fix } from '../../logic/loads/fixes';
import { installsPackages } from '../../logic/cells/installs';
import { isNotInstalled } from '../../logic/loads/verdict/notInstalled';
import { definitions, openNames } from '../../logic/cells/openNames';
import { withRefusals } from '../../logic/loads/verdict/refusal';
import { findReliefs, type IdleKernel, type Relief } from '../../logic/loads/verdict/relief';
import { allocationFacts, estimate } from '../../logic/loads/rules';
import type {
  Capacity,
  CellSource,
  Estimate,
  HeadroomClient,
  KernelEnvironment,
  LoadCall,
  ModelFacts,
  Verdict,
  VerdictKind
} from '../../logic/types';
import { judgeAll } from '../../logic/loads/verdict/verdict';
import { withTorchCache } from '../../logic/memory/torchCache';
import { visibleCapacity } from '../../logic/memory/visibleGpus';
import { checkpointQuery } from './checkpointQuery';
import type { KernelEnvironments } from '../../kernel/kernelEnvironments';

const FITTING: readonly VerdictKind[] = ['fits', 'slow'];

/** What is left for a kernel, as the monitor knows it. */
export interface CapacitySource {
  refresh(): Promise<void>;
  capacityOf(kernelId: string): Capacity;
}

/** The load calls of a cell, and the source they were found in. */
export interface CellLoads {
  calls: readonly LoadCall[];
  source: string;
  /** The cells that ran before it, in the order of execution. */
  executed: readonly CellSource[];
}

/** A cell's loads, looked up and judged. */
export interface JudgedLoads {
  source: string;
  /** Null when nothing could be looked up. */
  verdict: Verdict | null;
  estimates: readonly Estimate[];
  environment: KernelEnvironment | null;
  capacity: Capacity;
  shortages: readonly DiskShortage[];
  /** Why a model could not be looked up; null when all went well. */
  problem: ClientError | null;
}

/** Asks the server and the kernel about the loads of a cell, and applies the rules. */
export class LoadJudge {
  constructor(private readonly _options: LoadJudge.IOptions) {}

  /**
   * Rejects only for a bug of ours; whatever cannot be looked up is left out.
   *
   * @param capacityOf - what to judge by, given the capacity of this moment; by default, that.
   */
  async judge(
    load: CellLoads,
    kernel: Kernel.IKernelConnection,
    isIdle: boolean,
    signal?: AbortSignal,
    capacityOf: (now: Capacity) => Capacity = now => now
  ): Promise<JudgedLoads> {
    const { kernels, capacity: monitor } = this._options;
    const [environment] = await Promise.all([
      kernels.read(
        kernel,
        {
          names: openNames(load.calls),
          targets: load.calls.flatMap(call => call.target ?? []),
          isIdle
        },
        signal
      ),
      monitor.refresh()
    ]);
    const changing = !isIdle && load.executed.some(({ source }) => installsPackages(source));
    const calls = withKernelNames(load, environment).filter(
      call => changing || installsPackages(load.source) || !isNotInstalled(call, environment)
    );
    const found = await Promise.all(
      calls.map(call => this._lookUp(call, kernel.id, environment, signal))
    );
    const estimates = found.flatMap(({ call, facts }) =>
      facts === null ? [] : estimate(call, facts, environment)
    );
    const given = capacityOf(monitor.capacityOf(kernel.id));
    const visible = visibleCapacity(given, environment);
    const capacity = withRefusals(withTorchCache(visible, environment), environment);
    return {
      source: load.source,
      verdict: judgeAll(estimates, capacity),
      estimates,
      environment,
      capacity,
      shortages: estimates.flatMap(({ facts }) => diskShortage(facts) ?? []),
      problem: found.find(({ problem }) => problem !== null)?.problem ?? null
    };
  }

  /** Edits, and idle kernels to shut down, with which the whole cell fits. */
  findRemedies(judged: JudgedLoads, kernelId: string): { fixes: Fix[]; reliefs: Relief[] } {
    const { estimates, capacity } = judged;
    return {
      fixes: fixesOf(judged),
      reliefs: findReliefs(estimates, capacity, this._options.idleBeside(kernelId))
    };
  }

  private async _lookUp(
    call: LoadCall,
    kernelId: string,
    environment: KernelEnvironment | null,
    signal?: AbortSignal
  ): Promise<ModelLookup> {
    const reference = call.model.value;
    if (reference === null) {
      return { call, facts: allocationFacts(call), problem: null };
    }
    try {
      const query = checkpointQuery(call, reference, kernelId, environment);
      const facts = await this._options.client.checkpoint(query, signal);
      return { call, facts, problem: null };
    } catch (error) {
      const problem = asClientError(error);
      // A refusal to look at a model is an answer about the model, not a failure of the server.
      return { call, facts: null, problem: problem.kind === 'refused' ? null : problem };
    }
  }
}

export namespace LoadJudge {
  export interface IOptions {
    client: Pick<HeadroomClient, 'checkpoint'>;
    kernels: Pick<KernelEnvironments, 'read'>;
    capacity: CapacitySource;
    /** Idle kernels under the same limit. */
    idleBeside: (kernelId: string) => readonly IdleKernel[];
  }
}

/** What was found out about the model of one call. */
interface ModelLookup {
  call: LoadCall;
  facts: ModelFacts | null;
  problem: ClientError | null;
}

/** The load calls, read again with the values that the kernel reported for names. */
function withKernelNames(
  load: CellLoads,
  environment: KernelEnvironment | null
): readonly LoadCall[] {
  const defined = definitions(environment?.names ?? {});
  if (defined === '') {
    return load.calls;
  }
  const before = [...load.executed, { id: 'kernel', source: defined }];
  const cell = { id: 'cell', source: load.source };
  return findLoadCalls([...before, cell], before.length);
}

/** Fixes for the deciding load, but only those with which the whole cell fits. */
function fixesOf({ source, verdict, estimates, environment, capacity }: JudgedLoads): Fix[] {
  if (verdict === null) {
    return [];
  }
  const { call, facts } = verdict.estimate;
  // What the loads before this one keep is not available to it.
  const left = verdict.capacity;
  return proposeFixes(source, call, facts, environment, left).filter(fix => {
    const all = estimates.map(other => (other.call === call ? fix.verdict.estimate : other));
    const whole = judgeAll(all, fix.verdict.capacity === left ? capacity : fix.verdict.capacity);
    return whole !== null && FITTING.includes(whole.kind);
  });
}
