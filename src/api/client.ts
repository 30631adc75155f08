import type { ServerConnection } from '@jupyterlab/services';

import type {
  CheckpointQuery,
  DeathBatch,
  EnvironmentFacts,
  HeadroomClient,
  ModelFacts,
  SampleBatch
} from '../logic/types';
import { getJson } from './request';
import { readCheckpoint, readDeaths, readEnvironment, readSamples } from './wire';

/** The server part of this extension, over REST. */
export class ServerClient implements HeadroomClient {
  constructor(private readonly _settings: ServerConnection.ISettings) {}

  /** A negative `since` asks for all history. */
  async samples(
    since: number,
    revision: number,
    epoch: string,
    isFresh = false
  ): Promise<SampleBatch> {
    const query = {
      since: since < 0 ? '' : String(since),
      revision: revision < 0 ? '' : String(revision),
      epoch,
      fresh: isFresh ? '1' : ''
    };
    return readSamples(await getJson('samples', query, this._options()));
  }

  /** A negative `since` asks for all reports. */
  async deaths(since: number): Promise<DeathBatch> {
    const query = { since: since < 0 ? '' : String(since) };
    return readDeaths(await getJson('deaths', query, this._options()));
  }

  async checkpoint(query: CheckpointQuery, signal?: AbortSignal): Promise<ModelFacts> {
    const { reference, kernelId, kind, cwd, offline = false, options } = query;
    const named = {
      ...options,
      ref: reference,
      kernel_id: kernelId ?? '',
      kind,
      cwd: cwd ?? '',
      offline: offline ? '1' : ''
    };
    return readCheckpoint(await getJson('checkpoint', named, this._options(signal)));
  }

  async environment(kernelId: string, signal?: AbortSignal): Promise<EnvironmentFacts> {
    const query = { kernel_id: kernelId };
    return readEnvironment(await getJson('environment', query, this._options(signal)));
  }

  private _options(signal?: AbortSignal) {
    return { settings: this._settings, signal };
  }
}
