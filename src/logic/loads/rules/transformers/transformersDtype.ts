/** Determines the dtype that a transformers load results in. */
import { functionName, keyword } from '../arguments';
import { dtypeFromName, dtypeFromValue } from '../weights/dtype';
import type { Load } from '../need';
import type { TransformersBehaviour } from './transformersVersions';
import { storedDtype } from '../weights/weights';
import type { ModelFacts, PyValue } from '../../../types';

export interface Target {
  dtype: string;
  how: 'explicit' | 'default' | 'stored' | 'unknown';
}

/** The dtype in config.json, else of the first float tensor: the order used by `dtype="auto"`. */
export function automaticDtype(facts: ModelFacts): string {
  const first = facts.layout?.firstFloatDtype ?? null;
  return configuredDtype(facts) ?? first ?? storedDtype(facts) ?? 'F32';
}

/** The dtype that config.json names; `null` when it names none. */
export const configuredDtype = ({ config }: ModelFacts): string | null =>
  configDtype(config) ?? configDtype(config['text_config']);

function configDtype(config: unknown): string | null {
  if (typeof config !== 'object' || config === null) {
    return null;
  }
  const lines = config as Readonly<Record<string, unknown>>;
  const value = lines['dtype'] ?? lines['torch_dtype'];
  return typeof value === 'string' ? dtypeFromName(value) : null;
}

/** The possible dtypes, the most likely first; a single one unless the call leaves it open. */
export function targets(load: Load, behaviour: TransformersBehaviour): readonly Target[] {
  const value = dtypeArgument(load);
  const fallback = defaultTarget(load, behaviour);
  if (value === null || value.kind === 'none') {
    return load.call.keywordsComplete ? [fallback] : undecidedTargets(load, fallback);
  }
  if (value.kind === 'string' && value.value === 'auto') {
    return [stored(load.facts)];
  }
  const dtype = dtypeFromValue(value);
  return dtype === null ? undecidedTargets(load, fallback) : [{ dtype, how: 'explicit' }];
}

function dtypeArgument({ call }: Load): PyValue | null {
  const direct = keyword(call, 'dtype', 'torch_dtype');
  const nested = keyword(call, 'model_kwargs');
  if (direct !== null || nested?.kind !== 'dict') {
    return direct;
  }
  const entry = nested.entries.find(
    ([key]) => key.kind === 'string' && ['dtype', 'torch_dtype'].includes(key.value)
  );
  return entry?.[1] ?? null;
}

function defaultTarget({ call, facts }: Load, behaviour: TransformersBehaviour): Target {
  const dtype =
    functionName(call) === 'pipeline' ? behaviour.pipelineDtype : behaviour.defaultDtype;
  return dtype === 'auto' ? stored(facts) : { dtype, how: 'default' };
}

const stored = (facts: ModelFacts): Target => ({
  dtype: automaticDtype(facts),
  how: 'stored'
});

/** If the notebook does not determine the dtype: the default first, then the usual choices. */
function undecidedTargets(load: Load, fallback: Target): readonly Target[] {
  const others = [automaticDtype(load.facts), 'F32', 'F16'].filter(
    (dtype, index, all) => dtype !== fallback.dtype && all.indexOf(dtype) === index
  );
  return [
    { ...fallback, how: 'unknown' },
    ...others.map(dtype => ({ dtype, how: 'unknown' as const }))
  ];
}
