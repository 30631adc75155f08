import { refusalsOf } from '../logic/loads/verdict/refusers';
import type { EnvironmentFacts } from '../logic/types';
import { map, number, object, optionalMap, orNull, text } from './wireFields';
import type { Decode } from './wireFields';

/** An answer of `GET environment`. */
export const environmentFacts: Decode<EnvironmentFacts> = object(fields => ({
  versions: fields.get('versions', orNull(map(orNull(text)))),
  cwd: fields.get('cwd', orNull(text)),
  environment: fields.get('environment', map(text)),
  refusals: refusalsOf(fields.get('refusals', optionalMap(number)))
}));
