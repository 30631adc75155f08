/** vLLM, llama.cpp, and the cache both depend on. */
import { estimate } from '../../../../logic/loads/rules';
import { attentionOf, cacheBytes, tokensWithin } from '../../../../logic/loads/rules/weights/kv';
import type { Capacity, PyValue, VerdictKind } from '../../../../logic/types';
import { GIB, MIB } from '../../../../logic/words/units';
import { judge } from '../../../../logic/loads/verdict/verdict';
import { explainVerdict } from '../../../../logic/loads/words/verdictText';
import {
  LLAMA_8B,
  LLAMA_8B_GGUF,
  bool,
  call,
  capacity,
  facts,
  group,
  kernel,
  num,
  trans
} from './fixtures';

describe('the cache', () => {
  it.each<[string, Record<string, unknown>, number, number]>([
    ['grouped queries', LLAMA_8B, 1, 131072],
    ['a head size of its own', { ...LLAMA_8B, head_dim: 256 }, 1, 262144],
    ['head_dim: null', { ...LLAMA_8B, head_dim: null }, 1, 131072],
    ['all heads', { n_layer: 12, n_head: 12, n_embd: 768 }, 1, 36864],
    [
      'compressed, as DeepSeek-V3',
      { num_hidden_layers: 61, kv_lora_rank: 512, qk_rope_head_dim: 64 },
      1,
      70272
    ],
    ['a window', { ...LLAMA_8B, sliding_window: 100 }, 1000, 131072 * 100],
    [
      'a window that is off',
      { ...LLAMA_8B, sliding_window: 1, use_sliding_window: false },
      10,
      1310720
    ],
    ['nested', { text_config: LLAMA_8B }, 1, 131072]
  ])('%s', (_, config, tokens, bytes) => {
    const attention = attentionOf(config);
    expect(attention && cacheBytes(attention, tokens, 2)).toBe(bytes);
  });

  it('counts full and linear layers apart', () => {
    const kinds = ['full_attention', 'linear_attention', 'sliding_attention', 'full_attention'];
    const attention = attentionOf({
      ...LLAMA_8B,
      num_hidden_layers: 4,
      sliding_window: 10,
      layer_types: kinds
    });
    const perLayer = 131072 / 32;
    expect(attention && cacheBytes(attention, 100, 2)).toBe(perLayer * (2 * 100 + 10));
  });

  it('is shared out over GPUs as far as there are heads', () => {
    const attention = attentionOf(LLAMA_8B);
    expect(attention && cacheBytes(attention, 8, 2, 2)).toBe(131072 * 4);
    expect(attention && cacheBytes(attention, 16, 2, 16)).toBe(131072 * 2);
  });

  it('is turned around', () => {
    const attention = attentionOf(LLAMA_8B);
    expect(attention && tokensWithin(attention, 1.5 * 131072, 2)).toBe(1);
    expect(attention && tokensWithin(attention, 1, 2)).toBe(0);
  });

  it('is not known without a configuration', () => {
    expect(attentionOf({})).toBeNull();
  });
});

describe('vLLM', () => {
  const model = facts([group('BF16', 15316)], { config: { ...LLAMA_8B, dtype: 'bfloat16' } });
  const gpu = (free: number, total: number): Capacity['gpus'] => ({
    '0': { freeBytes: free * GIB, totalBytes: total * GIB }
  });
  const newest = kernel({ vllm: '0.22.0' });
  it.each<[string, Record<string, PyValue>, number, number, VerdictKind]>([
    ['fits', {}, 79, 80, 'fits'],
    ['its share is not free', {}, 70, 80, 'will-not-start'],
    ['a smaller share is free', { gpu_memory_utilization: num(0.8) }, 70, 80, 'fits'],
    ['one request does not fit', {}, 24, 24, 'will-not-start'],
    ['a shorter one does', { max_model_len: num(8192) }, 24, 24, 'fits'],
    ['fp8 halves the cache', { kv_cache_dtype: { kind: 'string', value: 'fp8' } }, 32, 32, 'fits']
  ])('%s', (_, keywords, free, total, kind) => {
    const found = estimate(call('vllm.LLM', keywords), model, newest);
    expect(judge(found, capacity(9000, { gpus: gpu(free, total) })).kind).toBe(kind);
  });

  it('says what it asks for', () => {
    const found = estimate(call('vllm.LLM'), model, kernel({ vllm: '0.10.0' }));
    const verdict = judge(found, capacity(9000, { gpus: gpu(70, 80) }));
    expect(explainVerdict(verdict, trans).sentence).toBe(
      'vllm asks for 90 % of the GPU (72 GiB), whatever the size of the model; 70 GiB are free.'
    );
  });

  it('is silent where no GPU is known, and keeps an eye on RAM', () => {
    const found = estimate(call('vllm.LLM'), model, newest);
    expect(judge(found, capacity(9000)).kind).toBe('fits');
    expect(judge(found, capacity(200)).kind).toBe('oom');
  });
});

describe('llama.cpp', () => {
  const model = facts([group('U8', 4700)], { format: 'gguf', config: LLAMA_8B_GGUF });
  const estimated = (keywords: Record<string, PyValue>) =>
    estimate(call('llama_cpp.Llama', keywords, { library: 'llama-cpp-python' }), model, null);
  const load = (keywords: Record<string, PyValue>) => estimated(keywords).phases[0];

  it('maps the weights and keeps a small cache', () => {
    expect((load({})?.file.mid ?? 0) / MIB).toBeCloseTo(4700);
    expect((load({})?.anonymous.high ?? 0) / MIB).toBeLessThan(512);
  });

  it.each<[string, Record<string, PyValue>, number]>([
    ['n_ctx=0 is the whole context', { n_ctx: num(0) }, 16 * 1024],
    ['use_mmap=False reads all', { use_mmap: bool(false) }, 4700],
    ['use_mlock=True pins all', { use_mlock: bool(true) }, 4700]
  ])('%s', (_, keywords, mib) => {
    expect((load(keywords)?.anonymous.low ?? 0) / MIB).toBeGreaterThanOrEqual(mib);
  });

  it.each<[string, Record<string, PyValue>, string[]]>([
    ['mapped', {}, ['mapped']],
    ['read', { use_mmap: bool(false) }, ['file-read']],
    ['pinned', { use_mlock: bool(true) }, ['file-read']],
    ['all on the GPU', { n_gpu_layers: num(-1) }, []]
  ])('says where weights are that are %s', (_, keywords, codes) => {
    const found = estimated(keywords).basis.map(({ code }) => code);
    expect(found.filter(code => code === 'mapped' || code === 'file-read')).toEqual(codes);
  });

  it('moves layers to the GPU', () => {
    expect(load({ n_gpu_layers: num(-1) })?.file.mid).toBe(0);
    expect((load({ n_gpu_layers: num(16) })?.vram['0']?.low ?? 0) / MIB).toBeGreaterThan(2350);
  });
});
