import type { DeathBatch } from './death';
import type { ModelFacts, Refusal } from './load';
import type { SampleBatch } from './memory';

/** What is asked for when a model is looked up (`GET checkpoint`). */
export interface CheckpointQuery {
  reference: string;
  kernelId: string | null;
  /** Id of the loader whose call it is. */
  kind: string;
  /** Working directory of the kernel; null lets the server find it. */
  cwd: string | null;
  /** Nothing is asked over the network for this answer, even where the Hub may be asked. */
  offline?: boolean;
  /** Further options by their wire names: revision, subfolder, variant, cache_dir, hf_home, ... */
  options: Readonly<Record<string, string>>;
}

/** What files and /proc tell about a kernel's Python, without asking the kernel. */
export interface EnvironmentFacts {
  /** Distribution -> version, null: not installed. The whole is null: packages were not found. */
  versions: Readonly<Record<string, string | null>> | null;
  /** The working directory now. */
  cwd: string | null;
  /** Variables that bear on loading, as they were when the process started. */
  environment: Readonly<Record<string, string>>;
  /** What refuses memory to the process, and what it leaves now. */
  refusals?: readonly Refusal[];
}

/**
 * The server, as the models see it. `api/` implements it.
 *
 * Every method rejects with an error whose message is for people when the
 * server does not answer or refuses.
 */
export interface HeadroomClient {
  /** `isFresh`: the server reads once more before it answers. */
  samples(since: number, revision: number, epoch: string, isFresh?: boolean): Promise<SampleBatch>;
  deaths(since: number): Promise<DeathBatch>;
  checkpoint(query: CheckpointQuery, signal?: AbortSignal): Promise<ModelFacts>;
  environment(kernelId: string, signal?: AbortSignal): Promise<EnvironmentFacts>;
}
