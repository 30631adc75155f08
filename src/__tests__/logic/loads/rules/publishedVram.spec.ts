/**
 * The rules about VRAM against figures that other people published: no GPU was
 * at hand to measure them. Each row names where it is from.
 */
import { estimate } from '../../../../logic/loads/rules';
import { CUDA_CONTEXT } from '../../../../logic/loads/rules/weights/chain';
import { attentionOf, cacheBytes, tokensWithin } from '../../../../logic/loads/rules/weights/kv';
import { GIB, MIB } from '../../../../logic/words/units';
import { call, facts, kernel, num } from './fixtures';

/**
 * Messages of torch about a full GPU: what the process held, what torch had
 * allocated, and what it kept unused, in GiB. The rest is the CUDA context and
 * what libraries took beside torch. All that a search found, engines left out.
 */
const PROCESSES: readonly [where: string, held: number, allocated: number, unused: number][] = [
  ['hpcaitech/Open-Sora#697, T4', 14.67, 14.55, 23.38 / 1024],
  ['Zheng-Chong/CatVTON#133, T4', 4.11, 3.72, 264.21 / 1024],
  ['FoundationVision/GenerateU#10, T4', 14.52, 14.06, 330.42 / 1024],
  ['lllyasviel/FramePack#369, 11 GiB', 6.68, 6.1, 396.58 / 1024],
  ['index-tts/index-tts#301, RTX 4080', 10.98, 10.5, 264.44 / 1024],
  ['bcmi/libcom#54, 10 GiB', 9.43, 9.04, 142.12 / 1024],
  ['murong-xu/CADS#4, 32 GiB', 18.73, 9.08, 9.35],
  ['qingze-bai/VSmTrans#3, 16 GiB', 15.48, 14.81, 336.73 / 1024],
  ['DINGYANB/MTVCrafter#21, RTX 6000 Ada', 44.4, 43.94, 41.95 / 1024],
  ['TianheWu/CoSeR#10, A100', 14.25, 12.87, 912.01 / 1024],
  ['tensorflow/tpu#1058, A10G', 15.35, 6.15, 8.71],
  ['lianqi1008/Control-GIC#6, A100', 9.25, 8.27, 500.38 / 1024],
  ['3DTopia/Phidias-Diffusion#8, RTX 4090', 14.56, 13.86, 213.2 / 1024],
  ['Kwai-Keye/Keye#11, 80 GiB', 17.37, 14.34, 2.53],
  ['huggingface/lora-fast#1, RTX 4090', 23.48, 22.72, 257.71 / 1024],
  ['pytorch/pytorch#16417, 24 GiB', 23.6, 22.9, 194.87 / 1024],
  ['Wan-Video/Wan2.1#465, RTX 5090', 31.34, 30.74, 19.41 / 1024],
  ['Synthintel0/MyGirlGPT#11, 4 GiB', 3.44, 2.58, 1.9 / 1024],
  ['awslabs/keys_values#92, A100', 37.46, 36.04, 321.37 / 1024],
  ['ali-vilab/VGen#104, RTX 4090', 22.88, 19.75, 999.9 / 1024],
  ['kerrj/lerf#73, 24 GiB', 20.81, 12.09, 4.84]
];
/** Processes that had done nothing on the GPU but to look at it, in MiB. */
const BARE: readonly [where: string, mib: number][] = [
  ['invoke-ai/InvokeAI#9413, RTX 3090, torch 2.7', 256],
  ['awslabs/keys_values#92, A100', 414],
  ['unslothai/unsloth-zoo#1053, RTX 6000 Ada, torch 2.10', 426],
  ['LMCache/LMCache#4019', 616]
];

describe('the CUDA context', () => {
  const beside = PROCESSES.map(([, held, allocated, unused]) => (held - allocated - unused) * GIB);

  it.each(BARE)('%s lies within', (_, mib) => {
    expect(mib * MIB).toBeGreaterThanOrEqual(CUDA_CONTEXT.low);
    expect(mib * MIB).toBeLessThanOrEqual(CUDA_CONTEXT.high);
  });

  it('is likely what half of the processes hold beside torch', () => {
    const sorted = [...beside].sort((a, b) => a - b);
    const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
    expect(Math.abs(CUDA_CONTEXT.mid - median)).toBeLessThan(0.1 * median);
  });

  it('is never less, and more in three of twenty-one', () => {
    expect(beside.filter(bytes => bytes < CUDA_CONTEXT.low)).toHaveLength(0);
    expect(beside.filter(bytes => bytes > CUDA_CONTEXT.high)).toHaveLength(3);
  });
});

describe('weights on a GPU', () => {
  it.each([
    ['Llama-3-8B, vllm-project/vllm#10511', 8_030_261_248, 1, 14.96],
    ['the same on two GPUs, vllm-project/vllm#10511', 8_030_261_248, 2, 7.48],
    ['DeepSeek-V2-Lite, vllm-project/vllm#4650', 15_706_484_224, 1, 29.301]
  ])('%s', (_, parameters, gpus, gib) => {
    const model = facts([group(parameters)]);
    const load = call('vllm.LLM', { tensor_parallel_size: num(gpus) });
    const fixed = estimate(load, model, kernel({ vllm: '0.6.4' })).engine?.fixedBytes;
    // What a forward pass takes is in there, too: the rules' low end of it is 0.2 GiB.
    expect(((fixed?.low ?? 0) / GIB - 0.2 - gib) / gib).toBeCloseTo(0, 2);
  });
});

describe('what vLLM takes beside weights and cache, in GiB', () => {
  it.each([
    ['one H100, vllm-project/vllm#10511', 1, 1.79 + 1.26],
    ['each of two, vllm-project/vllm#10511', 2, 3.58 + 1.26],
    ['each of sixteen RTX 3090, vllm-project/vllm#14447', 16, 0.2 + 0.37],
    ['RTX 4060 under WSL, vllm-project/vllm#13882', 1, 0.03 + 1.42]
  ])('%s', (_, gpus, gib) => {
    const model = facts([group(1)]);
    const load = call('vllm.LLM', { tensor_parallel_size: num(gpus) });
    const fixed = estimate(load, model, kernel({ vllm: '0.6.4' })).engine?.fixedBytes;
    expect((fixed?.low ?? 0) / GIB).toBeLessThanOrEqual(gib);
    expect((fixed?.high ?? 0) / GIB).toBeGreaterThanOrEqual(gib);
  });
});

describe('the KV cache', () => {
  it('of Llama-3-70B with 8192 tokens (ggml-org/llama.cpp#8035)', () => {
    const attention = attentionOf({
      num_hidden_layers: 80,
      num_attention_heads: 64,
      num_key_value_heads: 8,
      hidden_size: 8192
    });
    expect(attention && cacheBytes(attention, 8192, 2) / MIB).toBe(2560);
  });

  it.each([
    [
      'Qwen3-235B-A22B on four GPUs (vllm-project/vllm#21348)',
      { num_hidden_layers: 94, num_key_value_heads: 4, head_dim: 128 },
      { gib: 8.11, elementBytes: 2, gpus: 4, tokens: 178_880, within: 0.02 }
    ],
    [
      // The constant state of its 48 linear layers is left out: too many tokens are promised.
      'Qwen3.8-27B, 16 of 64 layers, on two (mitchross/talos-argocd-proxmox#1995)',
      {
        num_hidden_layers: 64,
        num_key_value_heads: 4,
        head_dim: 256,
        layer_types: Array.from({ length: 64 }, (_, i) => (i % 4 === 3 ? 'full' : 'linear'))
      },
      { gib: 4.99, elementBytes: 1, gpus: 2, tokens: 302_921, within: 0.09 }
    ]
  ])('%s', (_, lines, { gib, elementBytes, gpus, tokens, within }) => {
    const attention = attentionOf({ ...lines, max_position_embeddings: 1 << 20 });
    const said = attention === null ? 0 : tokensWithin(attention, gib * GIB, elementBytes, gpus);
    expect(Math.abs(said - tokens) / tokens).toBeLessThan(within);
  });
});

function group(parameters: number) {
  return { dtype: 'BF16', role: 'dense', parameters, bytes: parameters * 2 } as const;
}
