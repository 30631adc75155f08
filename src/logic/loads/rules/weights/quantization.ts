/**
 * Weights that are quantised while they are loaded.
 *
 * bitsandbytes stores 4 bits per parameter plus a float32 scale per 64 values, or with double
 * quantisation one byte per 64 values and a float32 per 16384. 8-bit quantisation takes one byte
 * per parameter and one scale per row. Only linear layers are quantised: embeddings, the output
 * head and norms stay in 16 bits.
 */
import type { LoadCall, ModelFacts, PyValue } from '../../../types';
import { keyword } from '../arguments';
import { isConvertible } from './dtype';
import type { Load } from '../need';
import { inRange } from '../versions';

export interface Quantization {
  method: 'bitsandbytes 4 bit' | 'bitsandbytes 8 bit' | 'other';
  bytesPerParameter: number;
}

const NF4 = 0.5 + 4 / 64;
const NF4_DOUBLE = 0.5 + 1 / 64 + 4 / 16384;
const INT8 = 1;
const SIXTEEN_BIT = 2;

/** From `quantization_config=` or the older `load_in_4bit=`; `null` without one. */
export function quantizationOf(call: LoadCall, fourBitByDefault = false): Quantization | null {
  const config = keyword(call, 'quantization_config');
  if (config?.kind === 'call') {
    return fromKeywords(config.keywords, false, /BitsAndBytes/.test(config.callee));
  }
  if (config !== null && config.kind !== 'none') {
    return { method: 'other', bytesPerParameter: NF4 };
  }
  return fromKeywords(call.keywords, fourBitByDefault, false);
}

function fromKeywords(
  keywords: Readonly<Record<string, PyValue>>,
  fourBit: boolean,
  isOther: boolean
): Quantization | null {
  if (isTrue(keywords['load_in_4bit']) ?? fourBit) {
    const double = isTrue(keywords['bnb_4bit_use_double_quant']) ?? false;
    return { method: 'bitsandbytes 4 bit', bytesPerParameter: double ? NF4_DOUBLE : NF4 };
  }
  if (isTrue(keywords['load_in_8bit']) ?? false) {
    return { method: 'bitsandbytes 8 bit', bytesPerParameter: INT8 };
  }
  return isOther ? { method: 'other', bytesPerParameter: SIXTEEN_BIT } : null;
}

const isTrue = (value: PyValue | undefined): boolean | null =>
  value?.kind === 'boolean' ? value.value : null;

/**
 * Whether the experts are quantised as well. transformers 5 merges them into plain parameters,
 * which bitsandbytes leaves alone.
 */
export const quantizesExperts = ({ version, call }: Load): boolean =>
  call.library === 'unsloth' || (version !== null && inRange(version, { until: '5.0' }));

/** Bytes of the weights after quantisation. */
export function quantizedBytes(
  facts: ModelFacts,
  quantization: Quantization,
  expertsToo: boolean
): number {
  let bytes = 0;
  let dense = 0;
  for (const group of facts.tensors) {
    if (!isConvertible(group.dtype)) {
      bytes += group.bytes;
    } else if (group.role === 'expert' && !expertsToo) {
      bytes += group.parameters * SIXTEEN_BIT;
    } else if (group.role === 'expert') {
      bytes += group.parameters * quantization.bytesPerParameter;
    } else {
      dense += group.parameters;
    }
  }
  const unquantised = Math.min(unquantisedParameters(facts, dense), dense);
  return bytes + unquantised * SIXTEEN_BIT + (dense - unquantised) * quantization.bytesPerParameter;
}

/** Parameters outside linear layers, as far as tensor names and shapes reveal them. */
function unquantisedParameters({ layout, config }: ModelFacts, dense: number): number {
  return layout ? dense - layout.linearParameters : embeddingParameters(config);
}

/** Token embeddings and the output head; 0 when config.json does not give their size. */
function embeddingParameters(config: ModelFacts['config']): number {
  const text = config['text_config'];
  const lines = typeof text === 'object' && text !== null ? { ...config, ...text } : config;
  const vocabulary = Number(lines['vocab_size'] ?? 0);
  const width = Number(lines['hidden_size'] ?? lines['d_model'] ?? lines['n_embd'] ?? 0);
  return (vocabulary * width || 0) * (lines['tie_word_embeddings'] === true ? 1 : 2);
}
