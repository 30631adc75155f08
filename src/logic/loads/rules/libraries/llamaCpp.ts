/**
 * llama-cpp-python: weights are mapped; cache and work buffers are anonymous memory. Defaults of
 * `Llama(...)`: n_ctx=512, n_gpu_layers=0, use_mmap=True, n_batch=512, and a 16-bit cache.
 */
import type { Interval } from '../../../types';
import { MIB } from '../../../words/units';
import { flag, keyword, numberOf } from '../arguments';
import { CUDA_CONTEXT } from '../weights/chain';
import { add, between, exactly, scale } from '../interval';
import { cacheBytes, type Attention } from '../weights/kv';
import type { Load, Need, RuleSet } from '../need';
import { phase } from '../need';
import { fileBytes, hasWeights } from '../weights/weights';

const DEFAULT_CONTEXT = 512;
const BATCH = 512;
const CACHE_ELEMENT_BYTES = 2;
/** Metadata, vocabulary and scratch buffers. */
const FIXED: Interval = between(10 * MIB, 60 * MIB, 200 * MIB);

function rule(load: Load): Need | null {
  const { call, facts } = load;
  if (!hasWeights(facts)) {
    return null;
  }
  const model = ggufModel(facts.config);
  const tokens = contextOf(load, model);
  const cache = model === null ? 0 : cacheBytes(model, tokens, CACHE_ELEMENT_BYTES);
  const logits = BATCH * 4 * (model?.vocabulary ?? 32_000);
  const share = gpuShare(load, model);
  const weights = fileBytes(facts);
  const inRam = weights * (1 - share);
  const isMapped =
    flag(call, 'use_mmap', true) !== false && flag(call, 'use_mlock', false) !== true;
  const work = add(exactly(cache * (1 - share)), scale(exactly(logits), between(0.5, 1, 2)), FIXED);
  const anonymous = add(work, exactly(isMapped ? 0 : inRam));
  const gpu = add(exactly((weights + cache) * share), exactly(logits), CUDA_CONTEXT);
  const vram: Readonly<Record<string, Interval>> = share > 0 ? { '0': gpu } : {};
  const file = exactly(isMapped ? inRam : 0);
  return {
    phases: [phase('load', { anonymous, file, vram })],
    resident: { anonymous, file, vram },
    dtype: null,
    basis: [
      { code: 'context', tokens, bytes: cache },
      ...(inRam > 0 ? [{ code: isMapped ? 'mapped' : 'file-read', bytes: inRam } as const] : [])
    ]
  };
}

interface GgufModel extends Attention {
  vocabulary: number;
}

/** Read from the file's metadata, such as `llama.block_count`. */
function ggufModel(config: Readonly<Record<string, unknown>>): GgufModel | null {
  const architecture = String(config['general.architecture'] ?? '');
  const value = (name: string): number | null => {
    const found = config[`${architecture}.${name}`];
    return typeof found === 'number' ? found : null;
  };
  const layers = value('block_count');
  const width = value('embedding_length');
  const heads = value('attention.head_count');
  if (layers === null || width === null || heads === null) {
    return null;
  }
  const size = value('attention.key_length') ?? width / heads;
  const kvHeads = value('attention.head_count_kv') ?? heads;
  return {
    layers,
    slidingLayers: 0,
    window: 0,
    elements: kvHeads * (size + (value('attention.value_length') ?? size)),
    heads: kvHeads,
    maxTokens: value('context_length'),
    vocabulary: Number(config['tokenizer.ggml.tokens.length'] ?? value('vocab_size') ?? 32_000)
  };
}

/** `n_ctx=0` means the model's own maximum. */
function contextOf({ call }: Load, model: GgufModel | null): number {
  const asked = numberOf(keyword(call, 'n_ctx')) ?? DEFAULT_CONTEXT;
  return asked === 0 ? (model?.maxTokens ?? DEFAULT_CONTEXT) : asked;
}

function gpuShare({ call }: Load, model: GgufModel | null): number {
  const layers = numberOf(keyword(call, 'n_gpu_layers')) ?? 0;
  const all = model?.layers ?? 32;
  return layers < 0 ? 1 : Math.min(1, layers / all);
}

export const llamaCpp: readonly RuleSet[] = [
  { library: 'llama-cpp-python', callee: /Llama/, verifiedBelow: '0', rule }
];
