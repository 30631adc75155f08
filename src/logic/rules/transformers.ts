/** transformers: what `from_pretrained` and `pipeline` take, by version. */
import { keyword } from './arguments';
import type { Load, Need, RuleSet } from './need';
import { covering } from './need';
import { behavioursFor } from './transformersVersions';
import { targets } from './transformersDtype';
import { checkpointLoad } from './transformersLoad';
import { hasWeights } from './weights';

/** A tokenizer or a configuration: no weights. */
const WITHOUT_WEIGHTS = /(Tokenizer|Processor|Config|FeatureExtractor)\w*\.from_pretrained$/;

/** Also for libraries that load through transformers. */
export function transformersNeed(load: Load): Need | null {
  if (WITHOUT_WEIGHTS.test(load.call.callee) || !hasWeights(load.facts)) {
    return null;
  }
  if (keyword(load.call, 'state_dict') !== null) {
    return null;
  }
  const needs = behavioursFor(load.version).flatMap(behaviour =>
    targets(load, behaviour).map(target => checkpointLoad(load, behaviour, target))
  );
  return covering(needs);
}

export const transformers: readonly RuleSet[] = [
  { library: 'transformers', verifiedBelow: '5.24', rule: transformersNeed }
];
