/** transformers: what `from_pretrained` and `pipeline` need, by version. */
import { functionName, keyword } from '../arguments';
import { deviceMapOf } from '../weights/device';
import { dtypeFromValue } from '../weights/dtype';
import { exactly, NOTHING } from '../interval';
import type { Load, Need, RuleSet } from '../need';
import { withExtraRam, covering, ramOnly } from '../need';
import { pythonObjects } from './tables';
import { behavioursFor } from './transformersVersions';
import { configuredDtype, targets } from './transformersDtype';
import { checkpointLoad } from './transformersLoad';
import { hasWeights, weightsAs } from '../weights/weights';

/** Tokenizers, configurations and the like, which have no weights. */
const WITHOUT_WEIGHTS = /(Tokenizer|Processor|Config|FeatureExtractor)\w*\.from_pretrained$/;

/** Also used for libraries that load through transformers. */
export function transformersNeed(load: Load): Need | null {
  const { call, facts } = load;
  if (WITHOUT_WEIGHTS.test(call.callee) || keyword(call, 'state_dict') !== null) {
    return null;
  }
  if (functionName(call) === 'from_config') {
    const named = keyword(call, 'dtype', 'torch_dtype');
    return initialised(load, (named && dtypeFromValue(named)) ?? configuredDtype(facts) ?? 'F32');
  }
  if (isConstructor(load)) {
    return initialised(load, 'F32');
  }
  if (!hasWeights(facts)) {
    return null;
  }
  const needs = behavioursFor(load.version).flatMap(behaviour =>
    targets(load, behaviour).map(target =>
      withExtraRam(checkpointLoad(load, behaviour, target), pythonObjects(load, behaviour))
    )
  );
  return covering(needs);
}

/**
 * `LlamaForCausalLM(config)` uses torch's default dtype, whatever the configuration says (observed
 * with 4.57 and 5.23).
 */
const isConstructor = ({ call }: Load): boolean =>
  call.callee.startsWith('transformers.') && /^[A-Z]/.test(functionName(call));

/**
 * A model with random weights in RAM. `from_config` uses the dtype of config.json unless the call
 * names one (4.57 and 5.23).
 */
function initialised({ call, facts }: Load, dtype: string): Need | null {
  if (deviceMapOf(call)?.kind === 'meta') {
    return ramOnly(NOTHING, NOTHING, { basis: [{ code: 'meta' }] });
  }
  const bytes = weightsAs(facts, dtype).all;
  return bytes === 0
    ? null
    : ramOnly(exactly(bytes), NOTHING, { dtype, basis: [{ code: 'initialised', bytes }] });
}

export const transformers: readonly RuleSet[] = [
  { library: 'transformers', verifiedBelow: '5.25', rule: transformersNeed }
];
