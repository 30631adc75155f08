import { LoadCallReader } from '../../logic/cells/detect';
import {
  isNotInstalled,
  mayNotBeInstalled,
  missingLibrary,
  nothingLoaded
} from '../../logic/loads/verdict/notInstalled';
import { withRefusals } from '../../logic/loads/verdict/refusal';
import { estimate } from '../../logic/loads/rules';
import { likelyImports } from '../../logic/loads/rules/imports';
import type {
  CellSource,
  EnvironmentFacts,
  Estimate,
  HeadroomClient,
  KernelEnvironment,
  LoadCall,
  Verdict
} from '../../logic/types';
import { judge } from '../../logic/loads/verdict/verdict';
import { visibleCapacity } from '../../logic/memory/visibleGpus';
import { checkpointQuery } from './checkpointQuery';
import { EnvironmentFactsCache } from './environmentFactsCache';
import type { ExecutionLog } from '../cells/executionLog';
import { ModelFactsCache } from './modelFactsCache';
import type { CapacitySource } from './loadJudge';

/** A load in a cell that is being written. */
export interface LoadMark {
  /** Where the call ends. */
  to: number;
  verdict: Verdict;
  /** Whether this kernel has run the cell exactly as it stands. */
  hasRun: boolean;
  /** Whether it is unknown if the library is installed: the verdict holds only if it is. */
  isOpen: boolean;
}

/** The loads of a cell, looked up. This stays valid while the memory that is left changes. */
export interface EstimatedLoads {
  estimates: readonly Estimate[];
  environment: KernelEnvironment | null;
  kernelId: string;
  /** The process of the kernel that was asked about. */
  pid: number | null;
  cell: CellSource;
}

/** Estimates for cells that are being written; never asks a kernel. */
export class LoadMarks {
  constructor(private readonly _options: LoadMarks.IOptions) {
    this._facts = new ModelFactsCache(_options.client);
    this._environments = new EnvironmentFactsCache({
      client: _options.client,
      kernels: _options.capacity
    });
  }

  /** Looks up the loads of `cells[index]`; resolves to null when there are none. Never rejects. */
  async lookUp(
    cells: readonly CellSource[],
    index: number,
    kernelId: string
  ): Promise<EstimatedLoads | null> {
    const cell = cells[index];
    const calls = this._reader.read(cells, index);
    if (!cell || calls.length === 0) {
      return null;
    }
    const { pid, facts } = this._environments.ask(kernelId);
    const environment = this._environmentOf(kernelId, await facts);
    const found = await Promise.all(
      calls.map(call => this._estimate(call, kernelId, environment).catch(() => null))
    );
    return { estimates: found.filter(e => e !== null), environment, kernelId, pid, cell };
  }

  /** Judges the loads that were looked up by the memory that is left now. */
  marks({ estimates, environment, kernelId, cell }: EstimatedLoads): LoadMark[] {
    const { capacity, log } = this._options;
    const visible = visibleCapacity(capacity.capacityOf(kernelId), environment);
    const room = withRefusals(visible, environment);
    const hasRun = log
      .cells(kernelId)
      .some(({ id, source }) => id === cell.id && source === cell.source);
    return estimates.map(item => ({
      to: item.call.range.to,
      verdict: judge(item, room),
      hasRun,
      isOpen: mayNotBeInstalled(item.call, environment)
    }));
  }

  /**
   * Whether the loads need to be looked up again: the kernel has another process, or the facts have
   * expired and a library that was missing, or that might have been, may be installed by now.
   */
  isStale({ estimates, environment, kernelId, pid }: EstimatedLoads): boolean {
    const mayBeThereNow = estimates.some(
      item => missingLibrary(item) !== null || mayNotBeInstalled(item.call, environment)
    );
    return (
      this._environments.hasOtherProcess(kernelId, pid) ||
      (mayBeThereNow && this._environments.isExpired(kernelId))
    );
  }

  private async _estimate(
    call: LoadCall,
    kernelId: string,
    environment: KernelEnvironment | null
  ): Promise<Estimate | null> {
    const reference = call.model.value;
    if (reference === null) {
      return null;
    }
    // What the user is typing must not leave the machine, hence `offline`.
    const query = { ...checkpointQuery(call, reference, kernelId, environment), offline: true };
    const facts = await this._facts.checkpoint(query);
    return isNotInstalled(call, environment)
      ? nothingLoaded(call, facts)
      : estimate(call, facts, environment);
  }

  private _environmentOf(
    kernelId: string,
    facts: EnvironmentFacts | null
  ): KernelEnvironment | null {
    const ran = this._options.log.cells(kernelId).map(({ source }) => source);
    return (
      facts && {
        ...facts,
        versions: facts.versions ?? {},
        names: {},
        loadedNames: [],
        likelyModules: likelyImports(ran)
      }
    );
  }

  private readonly _facts: ModelFactsCache;
  private readonly _reader = new LoadCallReader();
  private readonly _environments: EnvironmentFactsCache;
}

export namespace LoadMarks {
  export interface IOptions {
    client: Pick<HeadroomClient, 'checkpoint' | 'environment'>;
    capacity: Pick<CapacitySource, 'capacityOf'> & EnvironmentFactsCache.IOptions['kernels'];
    log: ExecutionLog;
  }
}
