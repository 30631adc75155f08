import { LoadCallReader } from '../logic/detect';
import { isNotInstalled, missingLibrary, nothingLoaded } from '../logic/notInstalled';
import { withRefusals } from '../logic/refusal';
import { estimate } from '../logic/rules';
import { likelyImports } from '../logic/rules/likelyImports';
import type {
  CellSource,
  Estimate,
  EnvironmentFacts,
  HeadroomClient,
  KernelEnvironment,
  LoadCall,
  Verdict
} from '../logic/types';
import { judge } from '../logic/verdict';
import { visibleCapacity } from '../logic/visibleGpus';
import { checkpointQuery } from './checkpointQuery';
import type { ExecutionLog } from './executionLog';
import { FactsCache } from './factsCache';
import type { CapacitySource } from './loadJudge';

/** The server is asked about a kernel's libraries once in this time. */
const ENVIRONMENT_KEPT_MS = 30_000;

/** A load in a cell that is being written. */
export interface LoadMark {
  /** Where the call ends. */
  to: number;
  verdict: Verdict;
  /** The cell ran as it stands, in this kernel. */
  hasRun: boolean;
}

/** A load that was looked up; what is left changes, the rest does not. */
export interface LookedUp {
  estimates: readonly Estimate[];
  environment: KernelEnvironment | null;
  kernelId: string;
  cell: CellSource;
}

/** Estimates for cells that are being written; never asks a kernel. */
export class LoadMarks {
  constructor(private readonly _options: LoadMarks.IOptions) {
    this._facts = new FactsCache(_options.client);
  }

  /** Looks the loads of `cells[index]` up; null when there are none. Never rejects. */
  async lookUp(
    cells: readonly CellSource[],
    index: number,
    kernelId: string
  ): Promise<LookedUp | null> {
    const cell = cells[index];
    const calls = this._reader.read(cells, index);
    if (!cell || calls.length === 0) {
      return null;
    }
    const environment = await this._environment(kernelId);
    const found = await Promise.all(
      calls.map(call => this._estimate(call, kernelId, environment).catch(() => null))
    );
    return { estimates: found.filter(e => e !== null), environment, kernelId, cell };
  }

  /** Judges what was looked up by what is left now. */
  marks({ estimates, environment, kernelId, cell }: LookedUp): LoadMark[] {
    const { capacity, log } = this._options;
    const visible = visibleCapacity(capacity.capacityOf(kernelId), environment);
    const room = withRefusals(visible, environment);
    const hasRun = log
      .cells(kernelId)
      .some(({ id, source }) => id === cell.id && source === cell.source);
    return estimates.map(item => ({
      to: item.call.range.to,
      verdict: judge(item, room),
      hasRun
    }));
  }

  /** A library was missing when it was last asked for: it may have been installed since. */
  isStale({ estimates, kernelId }: LookedUp): boolean {
    const known = this._environments.get(kernelId);
    return (
      estimates.some(item => missingLibrary(item) !== null) &&
      (known === undefined || known.untilMs <= Date.now())
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
    // What is being typed is nobody's business but the machine's.
    const query = { ...checkpointQuery(call, reference, kernelId, environment), offline: true };
    const facts = await this._facts.checkpoint(query);
    return isNotInstalled(call, environment)
      ? nothingLoaded(call, facts)
      : estimate(call, facts, environment);
  }

  private async _environment(kernelId: string): Promise<KernelEnvironment | null> {
    const now = Date.now();
    const known = this._environments.get(kernelId);
    const asked =
      known && known.untilMs > now
        ? known
        : {
            untilMs: now + ENVIRONMENT_KEPT_MS,
            facts: this._options.client.environment(kernelId).catch(() => null)
          };
    this._environments.set(kernelId, asked);
    const facts = await asked.facts;
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

  private readonly _facts: FactsCache;
  private readonly _reader = new LoadCallReader();
  private readonly _environments = new Map<
    string,
    { untilMs: number; facts: Promise<EnvironmentFacts | null> }
  >();
}

export namespace LoadMarks {
  export interface IOptions {
    client: Pick<HeadroomClient, 'checkpoint' | 'environment'>;
    capacity: Pick<CapacitySource, 'capacityOf'>;
    log: ExecutionLog;
  }
}
