/** transformers: what `from_pretrained` and `pipeline` take, by version. */
import { functionName, keyword } from './arguments';
import { deviceMapOf } from './device';
import { dtypeFromValue } from './dtype';
import { exactly, NOTHING } from './interval';
import type { Load, Need, RuleSet } from './need';
import { basis, covering, ramOnly } from './need';
import { behavioursFor } from './transformersVersions';
import { configuredDtype, targets } from './transformersDtype';
import { checkpointLoad } from './transformersLoad';
import { hasWeights, weightsAs } from './weights';

/** A tokenizer or a configuration: no weights. */
const WITHOUT_WEIGHTS = /(Tokenizer|Processor|Config|FeatureExtractor)\w*\.from_pretrained$/;

/** Also for libraries that load through transformers. */
export function transformersNeed(load: Load): Need | null {
  const { call, facts } = load;
  if (WITHOUT_WEIGHTS.test(call.callee) || keyword(call, 'state_dict') !== null) {
    return null;
  }
  if (functionName(call) === 'from_config') {
    return fromConfig(load);
  }
  if (!hasWeights(facts)) {
    return null;
  }
  const needs = behavioursFor(load.version).flatMap(behaviour =>
    targets(load, behaviour).map(target => checkpointLoad(load, behaviour, target))
  );
  return covering(needs);
}

/** Random numbers in RAM; the dtype of config.json unless the call names one (read in 4.57 and 5.23). */
function fromConfig({ call, facts }: Load): Need | null {
  if (deviceMapOf(call)?.kind === 'meta') {
    return ramOnly(NOTHING, NOTHING, { basis: [basis('meta')] });
  }
  const named = keyword(call, 'dtype', 'torch_dtype');
  const dtype = (named && dtypeFromValue(named)) ?? configuredDtype(facts) ?? 'F32';
  const bytes = weightsAs(facts, dtype).all;
  return bytes === 0
    ? null
    : ramOnly(exactly(bytes), NOTHING, { dtype, basis: [basis('initialised', { bytes })] });
}

export const transformers: readonly RuleSet[] = [
  { library: 'transformers', verifiedBelow: '5.24', rule: transformersNeed }
];
