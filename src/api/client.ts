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
import { sampleBatch } from './wireMemory';

/**
 * The server part of this extension, over REST. The wire* modules turn its answers into the nouns
 * of `logic/types`; an answer that does not fit is refused as a whole, with a `ClientError` of kind
 * `garbage`: half-read figures would look like real ones.
 *
 * Only samples are read while JupyterLab starts. What reads the other answers is fetched with the
 * code that asks for them.
 */
export class ServerClient implements HeadroomClient {
  constructor(private readonly _settings: ServerConnection.ISettings) {}

  /** A negative `since` requests the whole history. */
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
    return sampleBatch(await getJson('samples', query, this._options()), 'samples');
  }

  /** A negative `since` requests all reports. */
  async deaths(since: number): Promise<DeathBatch> {
    const query = { since: since < 0 ? '' : String(since) };
    const answer = await getJson('deaths', query, this._options());
    const { deathBatch } = await import(/* webpackChunkName: "later" */ './wireDeaths');
    return deathBatch(answer, 'deaths');
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
    const answer = await getJson('checkpoint', named, this._options(signal));
    const { modelFacts } = await import(/* webpackChunkName: "later" */ './wireCheckpoint');
    return modelFacts(answer, 'checkpoint');
  }

  async environment(kernelId: string, signal?: AbortSignal): Promise<EnvironmentFacts> {
    const query = { kernel_id: kernelId };
    const answer = await getJson('environment', query, this._options(signal));
    const { environmentFacts } = await import(/* webpackChunkName: "later" */ './wireEnvironment');
    return environmentFacts(answer, 'environment');
  }

  private _options(signal?: AbortSignal) {
    return { settings: this._settings, signal };
  }
}
