/**
 * The rules against measured loads: anonymous memory (RssAnon) over a process
 * that has its libraries imported, on the CPU; random checkpoints of 0.3 to
 * 1.4 B parameters; torch 2.13, safetensors 0.8.
 */
import { estimate } from '../../../../logic/loads/rules';
import type { LoadCall, ModelFacts, PyValue, TensorLayout } from '../../../../logic/types';
import { MIB } from '../../../../logic/words/units';
import { IMPORTED, bool, call, facts, group, kernel, name, str } from './fixtures';

const modules = IMPORTED;
const V5 = kernel({ transformers: '5.18.0', torch: '2.13.0' }, { modules });
const V4 = kernel({ transformers: '4.57.6', torch: '2.13.0' }, { modules });

const config = (dtype: string): Partial<ModelFacts> => ({ config: { torch_dtype: dtype } });
const llama = facts([group('BF16', 1626)], config('bfloat16'));
const llamaShards = facts([group('BF16', 1626)], { ...config('bfloat16'), shards: 5 });
const llamaZip = facts([group('BF16', 1626)], { ...config('bfloat16'), format: 'torch-zip' });
const llama32 = facts([group('F32', 3252)], config('float32'));
const llama32Zip = facts([group('F32', 3252)], { ...config('float32'), format: 'torch-zip' });
const pickle = facts([group('F32', 3252)], { ...config('float32'), format: 'torch-legacy' });
const qwenTied = facts([group('BF16', 942)], config('bfloat16'));
const layout = (expertMib: number): TensorLayout => ({
  tensors: 0,
  embeddingParameters: 0,
  headParameters: 0,
  linearParameters: 0,
  fusedExpertParameters: 0,
  woParameters: 0,
  largestExpertBytes: expertMib * MIB
});
const mixtral = facts([group('BF16', 163), group('BF16', 1346, 'expert')], {
  ...config('bfloat16'),
  layout: layout(7)
});
const qwenMoe = facts([group('BF16', 144), group('BF16', 1164, 'expert')], {
  ...config('bfloat16'),
  layout: layout(1)
});
const mixtralLarge = facts([group('BF16', 302), group('BF16', 2312, 'expert')], config('bfloat16'));
const bert = facts([group('F32', 1279)], config('float32'));
const t5 = facts([group('F32', 2814)], {
  config: { torch_dtype: 'float32', model_type: 't5', d_model: 1024, d_ff: 4096, num_layers: 24 }
});

const FP32 = { dtype: name('torch.float32') };
const FP16 = { dtype: name('torch.float16') };
const BF16 = { dtype: name('torch.bfloat16') };
const NONE: Record<string, PyValue> = {};

const from = (keywords: Record<string, PyValue>, rest: Partial<LoadCall> = {}): LoadCall =>
  call('transformers.AutoModelForCausalLM.from_pretrained', keywords, rest);
const after = (method: string): Partial<LoadCall> => ({
  chain: [{ method, args: [], keywords: {} }]
});

type Row = [string, ModelFacts, LoadCall, number | null, number | null];

/** Measured with 5.18.0 and with 4.57.6; null: not measured or not there. */
const exact: Row[] = [
  ['bfloat16, default', llama, from(NONE), 2, 3253],
  ['bfloat16 as bfloat16', llama, from(BF16), 2, 1],
  ['bfloat16 as float32', llama, from(FP32), 3255, 3253],
  ['bfloat16 as float16', llama, from(FP16), 1629, 1627],
  ['dtype="auto"', llama, from({ dtype: str('auto') }), 2, 1],
  ['device_map="cpu"', llama, from({ dtype: str('auto'), device_map: str('cpu') }), 2, 1],
  ['device_map="auto"', llama, from({ dtype: str('auto'), device_map: str('auto') }), 2, 1],
  ['5 shards, default', llamaShards, from(NONE), 2, 3253],
  ['5 shards as float32', llamaShards, from(FP32), 3255, 3253],
  ['zip, default', llamaZip, from(NONE), 2, 3253],
  ['zip as bfloat16', llamaZip, from(BF16), 2, 1],
  ['float32, default', llama32, from(NONE), 2, 1],
  ['float32 as bfloat16', llama32, from(BF16), 1629, 1627],
  ['float32 zip as bfloat16', llama32Zip, from(BF16), 1629, 1627],
  ['old pickle, default', pickle, from(NONE), 3255, 3253],
  ['old pickle as bfloat16', pickle, from(BF16), 4882, 3379],
  ['tied as float32', qwenTied, from(FP32), 1888, 1886],
  ['experts as bfloat16', mixtral, from(BF16), null, 1],
  ['experts as float32', mixtral, from(FP32), null, 3020],
  ['experts as float16', mixtral, from(FP16), null, 1510],
  ['BERT, default', bert, from(NONE), 5, 3],
  ['T5, default', t5, from(NONE), 7, 3],
  ['T5 as float16 keeps wo in float32', t5, from(FP16), 1030, 1026],
  ['disable_mmap', llama, from({ disable_mmap: bool(true) }), 3254, null],
  ['disable_mmap as float32', llama, from({ disable_mmap: bool(true), ...FP32 }), 4882, null],
  ['.float() afterwards', llama, from({ dtype: str('auto') }, after('float')), 3255, null],
  ['.half() afterwards', llama32, from(NONE, after('half')), 1629, 1627],
  ['torch.load of a zip', llamaZip, call('torch.load'), 1627, null],
  ['torch.load, mapped', llamaZip, call('torch.load', { mmap: bool(true) }), 0, null],
  ['torch.load of an old pickle', pickle, call('torch.load'), 3252, null]
];

/** Experts that are merged while loading (5.18.0): the interval covers what was seen. */
const merged: [string, ModelFacts, LoadCall, number, number][] = [
  ['7 MiB experts, default', mixtral, from(NONE), 1402, 1403],
  ['7 MiB experts as float32', mixtral, from(FP32), 4851, 5067],
  ['7 MiB experts as float16', mixtral, from(FP16), 2090, 2180],
  ['1 MiB experts, default', qwenMoe, from(NONE), 1290, 1290],
  ['1 MiB experts as float32', qwenMoe, from(FP32), 3736, 3736],
  ['1 MiB experts as float16', qwenMoe, from(FP16), 1940, 1940],
  ['33 MiB experts, default', mixtralLarge, from(NONE), 2568, 2568],
  ['33 MiB experts as float32', mixtralLarge, from(FP32), 6260, 6260],
  ['33 MiB experts as float16', mixtralLarge, from(FP16), 3134, 3134]
];

const peak = (found: ReturnType<typeof estimate>, end: 'low' | 'mid' | 'high'): number =>
  Math.max(...found.phases.map(phase => phase.anonymous[end])) / MIB;

describe('anonymous memory', () => {
  const rows = exact.flatMap(([label, model, load, v5, v4]) => [
    ...(v5 === null ? [] : ([['5.18', label, model, load, V5, v5]] as const)),
    ...(v4 === null ? [] : ([['4.57', label, model, load, V4, v4]] as const))
  ]);

  it.each(rows)('%s: %s', (_, __, model, load, environment, measured) => {
    const found = estimate(load, model, environment);
    const tolerance = Math.max(16, 0.025 * measured);
    expect(Math.abs(peak(found, 'mid') - measured)).toBeLessThanOrEqual(tolerance);
    expect(peak(found, 'low')).toBeLessThanOrEqual(measured + 8);
  });

  it.each(merged)('5.18: %s', (_, model, load, least, most) => {
    const found = estimate(load, model, V5);
    expect(peak(found, 'low')).toBeLessThanOrEqual(least);
    expect(peak(found, 'high') + 16).toBeGreaterThanOrEqual(most);
  });
});

describe('mapped files', () => {
  it.each([
    ['5.18 maps all shards', V5, 1626],
    ['4.57 maps one after another', V4, 1626 / 5]
  ])('%s', (_, environment, mib) => {
    const [load] = estimate(from(FP32), llamaShards, environment).phases;
    expect((load?.file.mid ?? 0) / MIB).toBeCloseTo(mib, 0);
  });
});

describe('versions', () => {
  it('covers all that are in use when the kernel did not say', () => {
    const found = estimate(from(NONE), llama, kernel({}, { modules }));
    expect([peak(found, 'low'), peak(found, 'high')]).toEqual([0, 3252]);
    expect(found.basis.map(line => line.code)).toContain('version-unknown');
  });

  it('builds the model first before 4.51, unless told not to', () => {
    const old = kernel({ transformers: '4.40.0' }, { modules });
    const lean = from({ low_cpu_mem_usage: bool(true), ...BF16 });
    expect(peak(estimate(from(BF16), llama, old), 'mid')).toBeCloseTo(1626);
    expect(peak(estimate(lean, llama, old), 'mid')).toBe(0);
  });

  it('a pipeline keeps the dtype from 4.56 on', () => {
    const pipe = call('transformers.pipeline', { device: str('cpu') });
    expect(peak(estimate(pipe, llama, V4), 'mid')).toBe(0);
    const old = kernel({ transformers: '4.52.0' }, { modules });
    expect(peak(estimate(pipe, llama, old), 'mid')).toBeCloseTo(3252);
  });
});
