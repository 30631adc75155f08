import type { DeathBatch, EnvironmentFacts, ModelFacts, SampleBatch } from '../logic/types';
import { modelFacts } from './wireCheckpoint';
import { deathBatch } from './wireDeaths';
import { environmentFacts } from './wireEnvironment';
import { sampleBatch } from './wireMemory';

/**
 * Answers of the server as the nouns of `logic/types`.
 *
 * The field names are those of docs/wire.md. What does not fit is refused as a
 * whole, with a `ClientError` of kind `garbage`: half-read figures would look
 * like real ones.
 */
export function readSamples(json: unknown): SampleBatch {
  return sampleBatch(json, 'samples');
}

export function readDeaths(json: unknown): DeathBatch {
  return deathBatch(json, 'deaths');
}

export function readCheckpoint(json: unknown): ModelFacts {
  return modelFacts(json, 'checkpoint');
}

export function readEnvironment(json: unknown): EnvironmentFacts {
  return environmentFacts(json, 'environment');
}
