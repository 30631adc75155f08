import type { EnvironmentFacts, HeadroomClient, KernelInfo } from '../../logic/types';

/** The server is asked about a kernel's libraries at most once in this time. */
const KEPT_MS = 30_000;

/** How soon to ask again if the server could not tell: a new process has no files open yet. */
const NOT_KNOWN_KEPT_MS = 5_000;

/** One request for facts about a kernel's process. */
export interface FactsRequest {
  /** Null if there was none, between a death and a restart, or if it runs on another machine. */
  pid: number | null;
  untilMs: number;
  /** Resolves to null if the server did not answer. */
  facts: Promise<EnvironmentFacts | null>;
}

/** Caches what the server says about the Python of kernels, for as long as it is likely to hold. */
export class EnvironmentFactsCache {
  /** `now` gives milliseconds since the epoch. */
  constructor(
    private readonly _options: EnvironmentFactsCache.IOptions,
    private readonly _now: () => number = () => Date.now()
  ) {}

  /** The request for facts about the kernel's process: a recent one, or else a new one. */
  ask(kernelId: string): FactsRequest {
    const known = this._requests.get(kernelId);
    if (known && !this.isExpired(kernelId) && !this.hasOtherProcess(kernelId, known.pid)) {
      return known;
    }
    const request: FactsRequest = {
      pid: this._pidOf(kernelId),
      untilMs: this._now() + KEPT_MS,
      facts: this._options.client.environment(kernelId).catch(() => null)
    };
    this._requests.set(kernelId, request);
    void request.facts.then(facts => {
      if (request.pid !== null && (facts?.versions ?? null) === null) {
        request.untilMs = this._now() + NOT_KNOWN_KEPT_MS;
      }
    });
    return request;
  }

  /** Whether there is no answer that is recent enough to be trusted. */
  isExpired(kernelId: string): boolean {
    const known = this._requests.get(kernelId);
    return known === undefined || known.untilMs <= this._now();
  }

  /**
   * Whether the kernel has a process other than `pid`. False while it has none, as asking again
   * would then reveal nothing more.
   */
  hasOtherProcess(kernelId: string, pid: number | null): boolean {
    const now = this._pidOf(kernelId);
    return now !== null && now !== pid;
  }

  private _pidOf(kernelId: string): number | null {
    return this._options.kernels.kernelById(kernelId)?.pid ?? null;
  }

  private readonly _requests = new Map<string, FactsRequest>();
}

export namespace EnvironmentFactsCache {
  export interface IOptions {
    client: Pick<HeadroomClient, 'environment'>;
    kernels: { kernelById(kernelId: string): Pick<KernelInfo, 'pid'> | null };
  }
}
