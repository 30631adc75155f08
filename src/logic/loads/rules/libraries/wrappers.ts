/** Libraries that load through transformers but with different defaults: unsloth, peft. */
import type { PyValue } from '../../../types';
import { parseVersion } from '../versions';
import { between, NOTHING } from '../interval';
import type { Load, Need, RuleSet } from '../need';
import { ramOnly } from '../need';
import { quantizationOf } from '../weights/quantization';
import { transformersNeed } from '../transformers/transformers';
import { fileBytes, hasWeights } from '../weights/weights';

const str = (value: string): PyValue => ({ kind: 'string', value });

function throughTransformers(load: Load, keywords: Readonly<Record<string, PyValue>>): Need | null {
  const versionText = load.environment?.versions['transformers'] ?? null;
  return transformersNeed({
    ...load,
    versionText,
    version: parseVersion(versionText),
    call: { ...load.call, keywords }
  });
}

/** Always on a GPU; by default linear layers in 4 bits and the rest in 16 bits. */
function unslothRule(load: Load): Need | null {
  const { keywords } = load.call;
  const quantization = quantizationOf(load.call, true);
  return throughTransformers(load, {
    dtype: str('bfloat16'),
    ...(keywords['dtype']?.kind === 'name' ? { dtype: keywords['dtype'] } : {}),
    device_map: str('cuda'),
    ...(quantization?.method === 'bitsandbytes 4 bit'
      ? { load_in_4bit: { kind: 'boolean', value: true } }
      : {}),
    ...(quantization?.method === 'bitsandbytes 8 bit'
      ? { load_in_8bit: { kind: 'boolean', value: true } }
      : {})
  });
}

/** An adapter: a few MB in addition to its base model, which has a load of its own. */
function adapterRule({ facts }: Load): Need | null {
  const bytes = fileBytes(facts);
  return hasWeights(facts)
    ? ramOnly(between(0, bytes, 2 * bytes), NOTHING, { basis: [{ code: 'adapter', bytes }] })
    : null;
}

export const wrappers: readonly RuleSet[] = [
  { library: 'unsloth', verifiedBelow: '0', rule: unslothRule },
  {
    library: 'peft',
    callee: /AutoPeftModel\w*\.from_pretrained$/,
    verifiedBelow: '0',
    rule: load => throughTransformers(load, load.call.keywords)
  },
  { library: 'peft', verifiedBelow: '0', rule: adapterRule }
];
