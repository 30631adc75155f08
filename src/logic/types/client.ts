import type { DeathBatch } from './death';
import type { ModelFacts, Refusal } from './load';
import type { SampleBatch } from './memory';

/** The parameters of a model lookup (`GET checkpoint`). */
export interface CheckpointQuery {
  reference: string;
  kernelId: string | null;
  /** Id of the loader whose call this is. */
  kind: string;
  /** Working directory of the kernel; null lets the server find it. */
  cwd: string | null;
  /** Answer without using the network, even where asking the Hub is allowed. */
  offline?: boolean;
  /** Further options by wire name: revision, subfolder, variant, cache_dir, hf_home, ... */
  options: Readonly<Record<string, string>>;
}

/** What files and /proc reveal about a kernel's Python, without asking the kernel. */
export interface EnvironmentFacts {
  /**
   * Distribution -> version; null: not installed. The map itself is null where the kernel's
   * packages could not be located.
   */
  versions: Readonly<Record<string, string | null>> | null;
  /** The current working directory. */
  cwd: string | null;
  /** Environment variables that affect loading, as they were when the process started. */
  environment: Readonly<Record<string, string>>;
  /** Limits that make the process's allocations fail, and how much each of them leaves now. */
  refusals?: readonly Refusal[];
}

/**
 * The server as the models see it. `api/` implements it.
 *
 * When the server does not answer or refuses, every method rejects with an error whose message is
 * meant for people.
 */
export interface HeadroomClient {
  /** `isFresh`: the server takes a new reading before it answers. */
  samples(since: number, revision: number, epoch: string, isFresh?: boolean): Promise<SampleBatch>;
  deaths(since: number): Promise<DeathBatch>;
  checkpoint(query: CheckpointQuery, signal?: AbortSignal): Promise<ModelFacts>;
  environment(kernelId: string, signal?: AbortSignal): Promise<EnvironmentFacts>;
}
