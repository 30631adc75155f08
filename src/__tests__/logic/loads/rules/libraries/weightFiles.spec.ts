import { estimate } from '../../../../../logic/loads/rules';
import type { Interval, ModelFacts, TensorLayout } from '../../../../../logic/types';
import { MIB } from '../../../../../logic/words/units';
import { IMPORTED, call, facts, group, kernel, name, str } from '../fixtures';

const modules = IMPORTED;
const v4 = kernel({ transformers: '4.57.6' }, { modules });
const v5 = kernel({ transformers: '5.23.0' }, { modules });
const auto = 'transformers.AutoModelForCausalLM.from_pretrained';
const plain = (mib: number): ModelFacts => facts([], { files: [{ name: 'w', bytes: mib * MIB }] });
const peak = (found: ReturnType<typeof estimate>): Interval | undefined => {
  const need = found.phases[0]?.anonymous;
  return need && { low: need.low / MIB, mid: need.mid / MIB, high: need.high / MIB };
};

describe('files of which only the size is known', () => {
  it.each([
    ['keras', 'keras.models.load_model', 1.2],
    ['openai-whisper', 'whisper.load_model', 3],
    ['faster-whisper', 'faster_whisper.WhisperModel', 1],
    ['joblib', 'joblib.load', 1.1]
  ])('%s: a wide interval that never claims to be verified', (library, callee, mid) => {
    const found = estimate(call(callee, {}, { library }), plain(1000), null);
    const need = peak(found);
    expect(need?.mid).toBeCloseTo(mid * 1000);
    expect((need?.high ?? 0) / (need?.low ?? 1)).toBeGreaterThan(1.5);
    expect(found.verified).toBe(false);
  });

  it('maps what joblib is told to map', () => {
    const found = estimate(call('joblib.load', { mmap_mode: str('r') }), plain(1000), null);
    expect(peak(found)?.mid).toBe(0);
  });

  it('counts the model beside the file for timm, unless the file is mapped', () => {
    const timm = call('timm.create_model', {}, { library: 'timm' });
    const zip = facts([group('F16', 100)], { format: 'torch-zip' });
    expect(peak(estimate(timm, zip, null))?.mid).toBeCloseTo(300);
    expect(peak(estimate(timm, facts([group('F16', 100)]), null))?.mid).toBeCloseTo(200);
  });
});

describe('names of one storage in a pickle', () => {
  const layout = (tiedMib: number): TensorLayout => ({
    tensors: 2,
    embeddingParameters: (tiedMib * MIB) / 2,
    headParameters: 0,
    linearParameters: 0,
    fusedExpertParameters: 0,
    woParameters: 0,
    largestExpertBytes: 0,
    tiedParameters: (tiedMib * MIB) / 2
  });
  // Measured: 143 M parameters in bfloat16, of which the embedding is 74 M.
  const tied = (format: ModelFacts['format']): ModelFacts =>
    facts([group('BF16', 272)], { format, layout: layout(141) });
  const float32 = call(auto, { dtype: name('torch.float32') });

  it.each([
    ['a zip', 'torch-zip', v5, 544 + 282],
    ['the old format stays beside it in 5', 'torch-legacy', v5, 272 + 544 + 282]
  ] as const)('are converted one by one: %s', (_, format, environment, expected) => {
    expect(peak(estimate(float32, tied(format), environment))?.mid).toBeCloseTo(expected, 0);
  });

  it('covers what was measured with 4.57 (1020 MiB)', () => {
    const need = peak(estimate(float32, tied('torch-legacy'), v4));
    expect(need?.low).toBeLessThan(1020);
    expect(need?.high).toBeGreaterThan(1020);
    expect(need?.mid).toBeCloseTo(1020, -1);
  });

  it('cost nothing where there are none, and nothing where nothing is converted', () => {
    const none = facts([group('BF16', 272)], { format: 'torch-zip', layout: layout(0) });
    expect(peak(estimate(float32, none, v5))?.mid).toBeCloseTo(544, 0);
    expect(peak(estimate(call(auto), tied('torch-zip'), v5))?.mid).toBeCloseTo(0, 0);
  });
});

describe('dtype="auto"', () => {
  it('falls back to the first floating tensor, not to the most common one', () => {
    const mixed = facts([group('BF16', 400), group('F32', 100)], {
      layout: {
        tensors: 9,
        embeddingParameters: 0,
        headParameters: 0,
        linearParameters: 0,
        fusedExpertParameters: 0,
        woParameters: 0,
        largestExpertBytes: 0,
        firstFloatDtype: 'F32'
      }
    });
    expect(estimate(call(auto), mixed, v5).dtype).toBe('F32');
    const named = { ...mixed, config: { torch_dtype: 'bfloat16' } };
    expect(estimate(call(auto), named, v5).dtype).toBe('BF16');
  });
});
