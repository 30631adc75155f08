/**
 * The size of the KV cache (keys and values), which grows with every token.
 *
 * Elements per token and layer: 2 x heads x head size with grouped-query attention; one compressed
 * vector with multi-head latent attention (DeepSeek). Sliding-window layers stop growing at their
 * window. Linear and state-space layers keep a constant state, which is ignored because it is
 * comparatively small.
 */
import type { ModelFacts } from '../../../types';

export interface Attention {
  layers: number;
  /** Layers whose cache stops at `window` tokens. */
  slidingLayers: number;
  window: number;
  /** Elements per token and layer. */
  elements: number;
  /** KV heads, which can be distributed over GPUs; 1: cannot be distributed. */
  heads: number;
  maxTokens: number | null;
}

type Lines = Readonly<Record<string, unknown>>;

const number = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : null;

const firstNumber = (lines: Lines, ...names: readonly string[]): number | null =>
  names.map(name => number(lines[name])).find(value => value !== null) ?? null;

/** The attention of a language model; `null` when config.json does not describe it. */
export function attentionOf(config: ModelFacts['config']): Attention | null {
  const text = config['text_config'];
  const lines: Lines = typeof text === 'object' && text !== null ? { ...config, ...text } : config;
  const layers = firstNumber(lines, 'num_hidden_layers', 'n_layer', 'n_layers', 'num_layers');
  const elements = elementsPerToken(lines);
  if (layers === null || elements === null) {
    return null;
  }
  const kinds = Array.isArray(lines['layer_types']) ? lines['layer_types'] : null;
  const count = (kind: RegExp): number => kinds?.filter(k => kind.test(String(k))).length ?? 0;
  const window = number(lines['sliding_window']);
  const sliding = window === null ? 0 : kinds ? count(/sliding/) : allSliding(lines, layers);
  return {
    layers: layers - count(/linear|mamba|recurrent|conv/),
    slidingLayers: sliding,
    window: window ?? 0,
    elements: elements.elements,
    heads: elements.heads,
    maxTokens: firstNumber(lines, 'max_position_embeddings', 'n_positions', 'max_sequence_length')
  };
}

/** Where config.json lists no layer types: by its pattern, or else all, unless windows are off. */
function allSliding(lines: Lines, layers: number): number {
  const interval = number(lines['sliding_window_pattern']);
  if (interval !== null) {
    return layers - Math.floor(layers / interval);
  }
  return lines['use_sliding_window'] === false ? 0 : layers;
}

function elementsPerToken(lines: Lines): { elements: number; heads: number } | null {
  const compressed = number(lines['kv_lora_rank']);
  if (compressed !== null) {
    return { elements: compressed + (number(lines['qk_rope_head_dim']) ?? 0), heads: 1 };
  }
  const heads = firstNumber(lines, 'num_attention_heads', 'n_head', 'num_heads');
  const width = firstNumber(lines, 'hidden_size', 'n_embd', 'd_model');
  const size = number(lines['head_dim']) ?? (heads && width ? width / heads : null);
  const kvHeads = firstNumber(lines, 'num_key_value_heads', 'num_kv_heads') ?? heads;
  return size === null || kvHeads === null
    ? null
    : { elements: 2 * kvHeads * size, heads: kvHeads };
}

/** Bytes for `tokens` tokens of one sequence, on each of `gpus` GPUs that share the heads. */
export function cacheBytes(
  attention: Attention,
  tokens: number,
  elementBytes: number,
  gpus = 1
): number {
  const { layers, slidingLayers, window } = attention;
  const kept = (layers - slidingLayers) * tokens + slidingLayers * Math.min(tokens, window);
  const shared = Math.min(gpus, attention.heads);
  return (kept * attention.elements * elementBytes) / shared;
}

/** The largest number of tokens whose cache fits into `bytes`; 0 if none does. */
export function tokensWithin(
  attention: Attention,
  bytes: number,
  elementBytes: number,
  gpus = 1
): number {
  let [low, high] = [0, attention.maxTokens ?? 1 << 20];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (cacheBytes(attention, middle, elementBytes, gpus) <= bytes) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return low;
}
