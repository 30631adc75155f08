/** Libraries that load several parts, or through another library; plain data. */
import { estimate } from '../../../../logic/loads/rules';
import type { LoadCall, ModelFacts, PyValue } from '../../../../logic/types';
import { MIB } from '../../../../logic/words/units';
import { IMPORTED, bool, call, facts, group, kernel, name, num, str } from './fixtures';

const modules = IMPORTED;
const both = (transformers: string) => kernel({ transformers, diffusers: '0.42.1' }, { modules });
const mib = (call_: LoadCall, model: ModelFacts, environment = both('5.18.0')) => {
  const found = estimate(call_, model, environment);
  const ends = found.phases.map(phase => phase.anonymous);
  return {
    low: Math.max(...ends.map(end => end.low)) / MIB,
    high: Math.max(...ends.map(end => end.high)) / MIB,
    found
  };
};

describe('diffusers', () => {
  const unet = facts([group('F16', 1600)], { config: { _class_name: 'UNet2DConditionModel' } });
  const vae = facts([group('F16', 160)], { config: { _class_name: 'AutoencoderKL' } });
  const text = facts([group('F16', 240)], { config: { architectures: ['CLIPTextModel'] } });
  const pipeline = facts([group('F16', 2000)], {
    components: { unet, vae, text_encoder: text }
  });
  const load = (keywords: Record<string, PyValue> = {}, rest: Partial<LoadCall> = {}): LoadCall =>
    call('diffusers.StableDiffusionPipeline.from_pretrained', keywords, rest);

  it.each<[string, LoadCall, string, number]>([
    ['float32 by default, but for the text encoder', load(), '5.18.0', 2 * 1760],
    ['float32 by default with transformers 4', load(), '4.57.6', 2 * 2000],
    ['as the file is', load({ torch_dtype: name('torch.float16') }), '4.57.6', 0],
    ['without a part', load({ vae: { kind: 'none' } }), '5.18.0', 2 * 1600]
  ])('%s', (_, load_, version, expected) => {
    const { low, high } = mib(load_, pipeline, both(version));
    expect([low, high]).toEqual([expected, expected]);
  });

  it('offloads to the GPU part by part', () => {
    const chain = [{ method: 'enable_model_cpu_offload', args: [], keywords: {} }];
    const { found } = mib(load({ torch_dtype: name('torch.float16') }, { chain }), pipeline);
    expect((found.resident?.vram['0']?.low ?? 0) / MIB).toBeCloseTo(1600 + 70);
  });

  it('moves all parts to the GPU', () => {
    const chain = [{ method: 'to', args: [str('cuda')], keywords: {} }];
    const { found } = mib(load({ torch_dtype: name('torch.float16') }, { chain }), pipeline);
    expect((found.resident?.vram['0']?.low ?? 0) / MIB).toBeCloseTo(2000 + 70);
  });
});

describe('sentence-transformers', () => {
  const model = facts([group('BF16', 500)], { config: { dtype: 'bfloat16' } });
  const load = (keywords: Record<string, PyValue> = {}): LoadCall =>
    call('sentence_transformers.SentenceTransformer', { device: str('cpu'), ...keywords });
  const kwargs = (dtype: string): Record<string, PyValue> => ({
    model_kwargs: { kind: 'dict', entries: [[str('torch_dtype'), str(dtype)]] }
  });
  it.each<[string, LoadCall, string, number]>([
    ['follows transformers 5', load(), '5.18.0', 0],
    ['follows transformers 4', load(), '4.57.6', 1000],
    ['passes the dtype on', load(kwargs('auto')), '4.57.6', 0]
  ])('%s', (_, load_, version, expected) => {
    const { low, high } = mib(load_, model, both(version));
    expect([low, high]).toEqual([expected, expected]);
  });
});

describe('unsloth and peft', () => {
  it('unsloth loads 4 bits onto the GPU unless told not to', () => {
    const model = facts([group('BF16', 4096)]);
    const vram = (keywords: Record<string, PyValue>): number => {
      const load = call('unsloth.FastLanguageModel.from_pretrained', keywords);
      return (mib(load, model).found.phases[0]?.vram['0']?.low ?? 0) / MIB;
    };
    expect(vram({})).toBeCloseTo(4096 * (0.5625 / 2) + 70);
    expect(vram({ load_in_4bit: bool(false) })).toBeCloseTo(4096 + 70);
  });

  it('an adapter is small', () => {
    const adapter = facts([group('F32', 20)]);
    expect(mib(call('peft.PeftModel.from_pretrained'), adapter).high).toBe(40);
  });
});

describe('data', () => {
  const file = (fileName: string): ModelFacts =>
    facts([], { files: [{ name: fileName, bytes: 1000 * MIB }], source: 'file-size' });
  it.each<[string, LoadCall, ModelFacts, number, number]>([
    ['an array', call('numpy.load'), file('a.npy'), 1000, 1000],
    ['a mapped array', call('numpy.load', { mmap_mode: str('r') }), file('a.npy'), 0, 0],
    ['an archive', call('numpy.load'), file('a.npz'), 0, 4000],
    ['a csv file', call('pandas.read_csv'), file('a.csv'), 400, 6000],
    ['a parquet file', call('pandas.read_parquet'), file('a.parquet'), 800, 12000],
    ['a scan reads nothing yet', call('polars.scan_csv'), file('a.csv'), -Infinity, -Infinity]
  ])('%s', (_, load, model, low, high) => {
    const found = mib(load, model);
    expect([found.low, found.high]).toEqual([low, high]);
  });

  const shape: PyValue = { kind: 'list', items: [num(1024), num(1024), num(128)] };
  const nothing = facts([], { found: 'missing', files: [], source: null });
  it.each<[string, LoadCall, number, number]>([
    ['ones', call('numpy.ones', {}, { args: [shape] }), 1024, 1024],
    ['zeros are taken when written to', call('numpy.zeros', { shape }), 0, 1024],
    ['a dtype', call('numpy.ones', { shape, dtype: str('float32') }), 512, 512],
    ['random numbers', call('numpy.random.rand', {}, { args: [num(2 ** 27)] }), 1024, 1024]
  ])('%s', (_, load, low, high) => {
    const found = mib(load, nothing);
    expect([found.low, found.high]).toEqual([low, high]);
  });
});

describe('what is not understood', () => {
  it.each([
    ['a library without rules', call('nobody.load'), facts([group('F32', 10)])],
    ['a tokenizer', call('transformers.AutoTokenizer.from_pretrained'), facts([group('F32', 10)])],
    [
      'a torn file',
      call('transformers.AutoModel.from_pretrained'),
      facts([group('F32', 10)], { problem: { code: 'torn', message: '' } })
    ]
  ])('%s has no estimate', (_, load, model) => {
    expect(estimate(load, model, null).phases).toEqual([]);
  });
});

describe('imports', () => {
  const model = facts([group('BF16', 100)], { config: { dtype: 'bfloat16' } });
  const load = call('transformers.AutoModel.from_pretrained');
  it.each<[string, readonly string[] | undefined, number, number]>([
    ['all there', modules, 0, 0],
    ['no architecture', ['torch', 'transformers', 'transformers.modeling_utils'], 10.6, 10.6],
    ['only torch', ['torch'], 131.6, 131.6],
    ['nothing', [], 271.6, 271.6],
    ['not asked', undefined, 0, 271.6]
  ])('%s', (_, imported, low, high) => {
    const found = mib(load, model, kernel({ transformers: '5.18.0' }, { modules: imported }));
    expect([found.low, found.high]).toEqual([low, high]);
  });
});
