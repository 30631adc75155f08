/** What transformers makes beside the weights, against what was measured. */
import { estimate } from '../../../logic/rules';
import { MIB } from '../../../logic/units';
import { bool, call, facts, group, kernel } from './fixtures';

const MODULES = ['torch', 'transformers', 'transformers.modeling_utils'];
const under = (transformers: string) => ({ ...kernel({ transformers }), modules: MODULES });
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
  const gpt2 = { model_type: 'gpt2', n_layer: 14, n_positions: 1024 };

  it.each([
    ['positions of Marian', '5.23.0', 'F32', marian, 29],
    ['masks of GPT-2 in version 4', '4.57.6', 'F32', gpt2, 28],
    ['no masks in version 5', '5.23.0', 'F32', gpt2, 0]
  ] as const)('%s', (_, version, dtype, config, measured) => {
    const said = anonymousMib(version, facts([group(dtype, 300)], { config }));
    expect(said.mid).toBeCloseTo(measured, -1);
    expect(said.high).toBeGreaterThanOrEqual(measured - 1);
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
