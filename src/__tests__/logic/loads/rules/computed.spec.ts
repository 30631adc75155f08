/** What transformers makes beside the weights, against what was measured. */
import { estimate } from '../../../../logic/loads/rules';
import type { TensorLayout } from '../../../../logic/types';
import { MIB } from '../../../../logic/words/units';
import { IMPORTED, bool, call, facts, group, kernel, name } from './fixtures';

const under = (transformers: string) => ({ ...kernel({ transformers }), modules: IMPORTED });
const auto = 'transformers.AutoModelForCausalLM.from_pretrained';

function anonymousMib(version: string, found: ReturnType<typeof facts>, keywords = {}) {
  const { low, mid, high } = estimate(call(auto, keywords), found, under(version)).phases[0]
    ?.anonymous ?? { low: NaN, mid: NaN, high: NaN };
  return { low: low / MIB, mid: mid / MIB, high: high / MIB };
}

describe('experts that are merged in their own dtype', () => {
  const mixture = (layers: number, layerMib: number) =>
    facts([group('BF16', layers * layerMib, 'expert')], { config: { num_hidden_layers: layers } });

  it.each([
    ['OLMoE', 5, 81, 541],
    ['Phi-MoE', 6, 54, 415],
    ['Qwen2-MoE', 6, 45, 361],
    ['Qwen3-MoE', 4, 96, 446],
    ['Mixtral', 3, 168, 559]
  ])('%s', (_, layers, layerMib, measured) => {
    const said = anonymousMib('5.23.0', mixture(layers, layerMib));
    expect(said.low).toBeLessThanOrEqual(measured + 1);
    expect(said.high).toBeGreaterThanOrEqual(measured);
    expect(Math.abs(said.mid - measured) / measured).toBeLessThan(0.11);
  });

  it('are counted by their share where the number of layers is not known', () => {
    const said = anonymousMib('5.23.0', facts([group('BF16', 400, 'expert')]));
    expect(said.mid).toBeCloseTo(436);
  });
});

describe('tables that no file holds', () => {
  const marian = { model_type: 'marian', max_position_embeddings: 1024, d_model: 512 };
  const whisper = { model_type: 'whisper', d_model: 1024 };
  const gpt2 = { model_type: 'gpt2', n_layer: 14, n_positions: 1024 };

  it.each([
    ['positions of Marian', '5.23.0', 'F32', marian, 29],
    ['masks of GPT-2 in version 4', '4.57.6', 'F32', gpt2, 28],
    ['positions of Whisper in version 5', '5.24.0', 'F32', whisper, 16],
    ['no positions of Whisper in version 4', '4.57.6', 'F32', whisper, 0],
    ['no masks in version 5', '5.23.0', 'F32', gpt2, 0]
  ] as const)('%s', (_, version, dtype, config, measured) => {
    const said = anonymousMib(version, facts([group(dtype, 300)], { config }));
    expect(said.mid).toBeCloseTo(measured, -1);
    expect(said.high).toBeGreaterThanOrEqual(measured - 2);
  });

  it('are not made anew for Pegasus by version 4, whose file holds them', () => {
    const config = { model_type: 'pegasus', max_position_embeddings: 1024, d_model: 768 };
    const model = facts([group('F32', 300)], { config });
    expect(anonymousMib('4.57.6', model).high).toBe(0);
    expect(anonymousMib('5.24.0', model).mid).toBeCloseTo(43, 0);
  });

  it('are none where config.json does not tell their size', () => {
    const config = { model_type: 'marian' };
    expect(anonymousMib('5.23.0', facts([group('F32', 300)], { config })).high).toBe(0);
  });
});

describe('shards that are read instead of mapped', () => {
  const sharded = (...mib: number[]) => ({
    ...facts([
      group(
        'F16',
        mib.reduce((sum, n) => sum + n)
      )
    ]),
    files: mib.map((n, i) => ({ name: `${i}.safetensors`, bytes: n * MIB }))
  });

  it.each([
    ['the second beside the first two: 479 measured with Cohere', [176, 152, 72], 480],
    ['the first, where the others are small', [300, 20, 20], 600]
  ])('%s', (_, mib, peak) => {
    const said = anonymousMib('5.23.0', sharded(...mib), {
      disable_mmap: bool(true)
    });
    expect(said.mid).toBeCloseTo(peak);
  });
});

describe('positions of speech models, normalised by version 5', () => {
  // Measured: 18.3 and 36.4 MiB with 768 in float32, 9 and 18 in bfloat16, 8.4 with 512.
  it.each([
    ['5.24.0', 'torch.float32', 768, 18, 36],
    ['5.24.0', 'torch.bfloat16', 768, 9, 18],
    ['5.24.0', 'torch.float32', 512, 8, 16],
    ['4.57.6', 'torch.float32', 768, 0, 0]
  ])('%s %s %d', (version, dtype, side, low, high) => {
    const config = { model_type: 'wav2vec2', hidden_size: side };
    const stored = dtype === 'torch.float32' ? 'F32' : 'BF16';
    const said = anonymousMib(version, facts([group(stored, 100)], { config }), {
      dtype: name(dtype)
    });
    expect([said.low, said.high]).toEqual([low, high]);
  });
});

describe('what Python keeps of every tensor', () => {
  it.each([
    ['5.24.0', 7.1],
    ['4.57.6', 4.2]
  ])('723 tensors with %s', (version, expected) => {
    const layout: TensorLayout = {
      tensors: 723,
      embeddingParameters: 0,
      headParameters: 0,
      linearParameters: 0,
      fusedExpertParameters: 0,
      woParameters: 0,
      largestExpertBytes: 0
    };
    expect(anonymousMib(version, facts([group('F32', 100)], { layout })).mid).toBeCloseTo(
      expected,
      1
    );
  });
});
