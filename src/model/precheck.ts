import type { Kernel } from '@jupyterlab/services';

import { findLoadCalls, unresolvedNames } from '../logic/detect';
import { proposeFixes, type Fix } from '../logic/fixes';
import { estimate } from '../logic/rules';
import type {
  Capacity,
  CellSource,
  CheckpointQuery,
  Estimate,
  HeadroomClient,
  KernelEnvironment,
  LoadCall,
  ModelFacts,
  Verdict,
  VerdictKind
} from '../logic/types';
import { judgeAll } from '../logic/verdict';
import { probeKernel } from './kernelProbe';

/** A cell must not wait longer than this for our round trips; then it runs unchecked. */
const TIME_LIMIT_MS = 1000;
/** An idle kernel answers in a few ms; a busy one is not asked at all. */
const PROBE_LIMIT_MS = 400;

/** From which verdict on a person is asked. */
export type PrecheckLevel = 'off' | 'oom' | 'risky' | 'slow';

const FITTING: readonly VerdictKind[] = ['fits', 'slow'];
const SEVERE: readonly VerdictKind[] = ['oom', 'cuda-oom', 'will-not-start'];
const ASKED: Readonly<Record<PrecheckLevel, readonly VerdictKind[]>> = {
  off: [],
  oom: SEVERE,
  risky: [...SEVERE, 'risky'],
  slow: [...SEVERE, 'risky', 'slow']
};

/** What is left for a kernel, as the monitor knows it. */
export interface CapacitySource {
  refresh(): Promise<void>;
  capacityOf(kernelId: string): Capacity;
}

/** A cell with load calls, about to run. */
export interface PendingLoad {
  calls: readonly LoadCall[];
  source: string;
}

/** The answer to a check, with what the fixes need. */
export interface PrecheckResult {
  verdict: Verdict;
  load: PendingLoad;
  environment: KernelEnvironment | null;
  /** Edits of the cell that make the whole cell fit, best first. */
  fixes: readonly Fix[];
}

/** Finds loads in a cell that is about to run, and judges whether they fit. */
export class PrecheckModel {
  constructor(private _options: PrecheckModel.IOptions) {}

  /** Synchronous: the loads that the cell would run, or null. Never throws. */
  findLoad(executed: readonly CellSource[], cell: CellSource): PendingLoad | null {
    if (this._options.level() === 'off') {
      return null;
    }
    const calls = findLoadCalls([...executed, cell], executed.length);
    return calls.length > 0 ? { calls, source: cell.source } : null;
  }

  /**
   * Judge a load. Resolves to null when nobody needs to be asked: it fits, it cannot
   * be known, or the answer did not come in time.
   *
   * @param isIdle - false when cells were sent to the kernel that have not ended.
   */
  async check(
    load: PendingLoad,
    kernel: Kernel.IKernelConnection,
    isIdle: boolean
  ): Promise<PrecheckResult | null> {
    const abort = new AbortController();
    const timer = window.setTimeout(() => abort.abort(), TIME_LIMIT_MS);
    try {
      const result = await Promise.race([
        this._judge(load, kernel, isIdle, abort.signal),
        aborted(abort.signal)
      ]);
      return result && this._isAsked(result.verdict) ? result : null;
    } finally {
      window.clearTimeout(timer);
    }
  }

  private async _judge(
    load: PendingLoad,
    kernel: Kernel.IKernelConnection,
    isIdle: boolean,
    signal: AbortSignal
  ): Promise<PrecheckResult | null> {
    const [environment] = await Promise.all([
      isIdle ? this._probe(load.calls, kernel) : null,
      this._options.capacity.refresh()
    ]);
    const estimates = await Promise.all(
      load.calls.map(call => this._estimate(call, kernel.id, environment, signal))
    );
    const known = estimates.filter(item => item !== null);
    const capacity = this._options.capacity.capacityOf(kernel.id);
    const verdict = judgeAll(known, capacity);
    if (verdict === null) {
      return null;
    }
    const fixes = this._isAsked(verdict)
      ? fixesOf(load, verdict, known, environment, capacity)
      : [];
    return { verdict, load, environment, fixes };
  }

  private _probe(
    calls: readonly LoadCall[],
    kernel: Kernel.IKernelConnection
  ): Promise<KernelEnvironment | null> {
    const targets = calls.flatMap(call => call.target ?? []);
    return probeKernel(kernel, unresolvedNames([...calls]), targets, PROBE_LIMIT_MS);
  }

  private async _estimate(
    call: LoadCall,
    kernelId: string,
    environment: KernelEnvironment | null,
    signal: AbortSignal
  ): Promise<Estimate | null> {
    const reference = call.model.value ?? environment?.names[call.model.expression] ?? null;
    if (reference === null) {
      return null;
    }
    const query = checkpointQuery(call, reference, kernelId, environment);
    const facts: ModelFacts = await this._options.client.checkpoint(query, signal);
    return estimate(call, facts, environment);
  }

  private _isAsked(verdict: Verdict): boolean {
    return ASKED[this._options.level()].includes(verdict.kind);
  }
}

export namespace PrecheckModel {
  export interface IOptions {
    client: HeadroomClient;
    capacity: CapacitySource;
    level: () => PrecheckLevel;
  }
}

/** Fixes of the load that decides; only those with which the whole cell fits. */
function fixesOf(
  load: PendingLoad,
  verdict: Verdict,
  estimates: readonly Estimate[],
  environment: KernelEnvironment | null,
  capacity: Capacity
): Fix[] {
  const { call, facts } = verdict.estimate;
  const others = estimates.filter(other => other.call !== call);
  return proposeFixes(load.source, call, facts, environment, capacity).filter(fix => {
    const whole = judgeAll([...others, fix.verdict.estimate], fix.verdict.capacity);
    return whole !== null && FITTING.includes(whole.kind);
  });
}

/** Keywords of the call that change which files are read. */
const FILE_KEYWORDS = ['revision', 'subfolder', 'variant', 'cache_dir', 'use_safetensors'];

function checkpointQuery(
  call: LoadCall,
  reference: string,
  kernelId: string,
  environment: KernelEnvironment | null
): CheckpointQuery {
  const options: Record<string, string> = {};
  for (const name of FILE_KEYWORDS) {
    const value = call.keywords[name];
    if (value?.kind === 'string' || value?.kind === 'boolean') {
      options[name] = String(value.value);
    }
  }
  for (const name of ['HF_HOME', 'HF_HUB_CACHE'] as const) {
    const value = environment?.environment[name];
    if (value !== undefined) {
      options[name.toLowerCase()] = value;
    }
  }
  return {
    reference,
    kernelId,
    kind: call.loader,
    cwd: environment?.cwd ?? null,
    options
  };
}

function aborted(signal: AbortSignal): Promise<null> {
  return new Promise(resolve => {
    signal.addEventListener('abort', () => resolve(null), { once: true });
  });
}
