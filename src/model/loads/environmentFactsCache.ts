import type { EnvironmentFacts, HeadroomClient, KernelInfo } from '../../logic/types';

/** The server is asked about a kernel's libraries once in this time. */
const KEPT_MS = 30_000;

/** And so soon again where it could not tell: a process that has just started has no files open. */
const NOT_KNOWN_KEPT_MS = 5_000;

/** One question about a process. */
export interface FactsRequest {
  /** Null: there was none, between a death and a restart, or it runs on another machine. */
  pid: number | null;
  untilMs: number;
  /** Null: the server did not answer. */
  facts: Promise<EnvironmentFacts | null>;
}

/** What the server tells about the Python of kernels, for as long as it may be true. */
export class EnvironmentFactsCache {
  constructor(private readonly _options: EnvironmentFactsCache.IOptions) {}

  /** What is known of the kernel's process, or is being asked. */
  ask(kernelId: string): FactsRequest {
    const known = this._requests.get(kernelId);
    if (known && !this.isExpired(kernelId) && !this.hasOtherProcess(kernelId, known.pid)) {
      return known;
    }
    const request: FactsRequest = {
      pid: this._pidOf(kernelId),
      untilMs: Date.now() + KEPT_MS,
      facts: this._options.client.environment(kernelId).catch(() => null)
    };
    this._requests.set(kernelId, request);
    void request.facts.then(facts => {
      if (request.pid !== null && (facts?.versions ?? null) === null) {
        request.untilMs = Date.now() + NOT_KNOWN_KEPT_MS;
      }
    });
    return request;
  }

  /** What was told last is no longer taken for true. */
  isExpired(kernelId: string): boolean {
    const known = this._requests.get(kernelId);
    return known === undefined || known.untilMs <= Date.now();
  }

  /** The kernel was given another process. While it has none, nobody could tell more. */
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
