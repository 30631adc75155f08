import { findLoadCalls } from '../../../../logic/cells/detect';
import { applyEdits, describeFix, proposeFixes, type Fix } from '../../../../logic/loads/fixes';
import type { Capacity, ModelFacts } from '../../../../logic/types';
import { estimate } from '../../../../logic/loads/rules';
import { judge } from '../../../../logic/loads/verdict/verdict';
import { GIB, MIB } from '../../../../logic/words/units';
import { explainVerdict } from '../../../../logic/loads/words/verdictText';
import { IMPORTED, capacity, facts, group, kernel, trans } from '../rules/fixtures';

const modules = IMPORTED;
const v5 = kernel({ transformers: '5.23.0', diffusers: '0.42.1' }, { modules });
const gpu = (gib: number): Capacity['gpus'] => ({
  '0': { freeBytes: gib * GIB, totalBytes: gib * GIB }
});

const fixesFor = (source: string, model: ModelFacts, room: Capacity): Fix[] => {
  const [call] = findLoadCalls([{ id: 'a', source }], 0);
  if (call === undefined) {
    throw new Error(`no load found in ${source}`);
  }
  return proposeFixes(source, call, model, v5, room);
};

function edited(source: string, model: ModelFacts, room: Capacity, id: string): string | null {
  const fix = fixesFor(source, model, room).find(found => found.id === id);
  return fix ? applyEdits(source, fix.edits) : null;
}

describe('shapes only, then assign', () => {
  const model = facts([group('BF16', 1600)]);
  const cell = (load: string): string =>
    [
      'from transformers import AutoConfig, AutoModel',
      'from safetensors.torch import load_file',
      'config = AutoConfig.from_pretrained("m")',
      'model = AutoModel.from_config(config)',
      load
    ].join('\n');

  it('needs no memory for the random numbers', () => {
    const source = cell('model.load_state_dict(load_file("m/model.safetensors"))');
    const after = edited(source, model, capacity(900), 'meta-init');
    expect(after).toContain(
      'import torch\nwith torch.device("meta"):\n    model = AutoModel.from_config(config)\n' +
        'model.load_state_dict(load_file("m/model.safetensors"), assign=True)'
    );
    // The reader of cells agrees: nothing but the mapped file is left.
    const left = findLoadCalls([{ id: 'a', source: after ?? '' }], 0).map(call => call.callee);
    expect(left).toEqual(['safetensors.torch.load_file']);
  });

  it.each([
    ['nothing is put in', 'print(model)'],
    ['it is done already', 'model.load_state_dict(load_file("m"), assign=True)'],
    [
      'two states are put in',
      'model.load_state_dict(load_file("a"))\nmodel.load_state_dict(load_file("b"))'
    ]
  ])('is not offered where %s', (_, load) => {
    expect(edited(cell(load), model, capacity(900), 'meta-init')).toBeNull();
  });
});

describe('parts that take turns on the GPU', () => {
  const part = (mib: number): ModelFacts =>
    facts([group('F16', mib)], { config: { _class_name: 'X' } });
  const pipeline = facts([group('F16', 4096)], {
    components: { unet: part(2048), text_encoder: part(2048) }
  });
  const head = 'import torch\nfrom diffusers import DiffusionPipeline\n';
  const load = 'DiffusionPipeline.from_pretrained("m", torch_dtype=torch.float16)';
  const room = capacity(9000, { gpus: gpu(3.5) });
  it.each([
    [`pipe = ${load}.to("cuda")`, `pipe = ${load}\npipe.enable_model_cpu_offload()`],
    [`pipe = ${load}\npipe.to("cuda")`, `pipe = ${load}\npipe.enable_model_cpu_offload()`],
    [
      `if True:\n    pipe = ${load}.to("cuda")`,
      `if True:\n    pipe = ${load}\n    pipe.enable_model_cpu_offload()`
    ]
  ])('%s', (cell, expected) => {
    expect(edited(head + cell, pipeline, room, 'cpu-offload')).toBe(head + expected);
  });

  it('is not offered without a name, or where one part alone is too large', () => {
    expect(edited(`${head}${load}.to("cuda")`, pipeline, room, 'cpu-offload')).toBeNull();
    const small = capacity(9000, { gpus: gpu(1.5) });
    expect(edited(`${head}p = ${load}.to("cuda")`, pipeline, small, 'cpu-offload')).toBeNull();
  });
});

describe('other files of the model', () => {
  const wide = facts([group('F32', 3000)], {
    components: { unet: facts([group('F32', 3000)], { config: { _class_name: 'X' } }) },
    alternatives: [{ name: 'unet/model.fp16.safetensors', bytes: 1500 * MIB }]
  });
  const head = 'import torch\nfrom diffusers import DiffusionPipeline\n';

  it('takes the files that are stored in 16 bits', () => {
    const cell = `${head}p = DiffusionPipeline.from_pretrained("m", torch_dtype=torch.float16)`;
    expect(edited(cell, wide, capacity(900), 'half-variant')).toBe(
      `${head}p = DiffusionPipeline.from_pretrained("m", torch_dtype=torch.float16, variant="fp16")`
    );
    const alone = { ...wide, alternatives: [] };
    expect(edited(cell, alone, capacity(900), 'half-variant')).toBeNull();
  });

  const gguf = facts([{ dtype: 'Q8_0', parameters: 8e9, bytes: 8.5e9, role: 'dense' }], {
    format: 'gguf',
    source: 'gguf-header',
    files: [{ name: 'm-Q8_0.gguf', bytes: 8.5e9 }],
    alternatives: [
      { name: 'm-Q2_K.gguf', bytes: 3e9 },
      { name: 'm-Q4_K_M.gguf', bytes: 4.9e9 },
      { name: 'm-Q6_K.gguf', bytes: 6.6e9 }
    ]
  });
  const cell =
    'from llama_cpp import Llama\nllm = Llama(model_path="/models/m-Q8_0.gguf", use_mmap=False)';

  it('takes the largest quantisation of the folder that fits', () => {
    expect(edited(cell, gguf, capacity(6000), 'smaller-file')).toContain('"/models/m-Q4_K_M.gguf"');
    expect(edited(cell, gguf, capacity(3500), 'smaller-file')).toContain('"/models/m-Q2_K.gguf"');
    expect(edited(cell, gguf, capacity(1000), 'smaller-file')).toBeNull();
  });

  it('says what it is', () => {
    const [fix] = fixesFor(cell, gguf, capacity(6000)).filter(({ id }) => id === 'smaller-file');
    expect(fix && describeFix(fix, trans).title).toBe('Take m-Q4_K_M.gguf, which is smaller');
  });

  it('computes sizes where no other file is known', () => {
    const [call] = findLoadCalls([{ id: 'a', source: cell }], 0);
    const alone = { ...gguf, alternatives: [] };
    const fixes = call ? proposeFixes(cell, call, alone, v5, capacity(6000)) : [];
    expect(fixes.map(({ id }) => id)).not.toContain('smaller-file');
  });
});

describe('advice', () => {
  it('computes the largest quantisation that would fit, and what it costs', () => {
    const model = facts([{ dtype: 'Q8_0', parameters: 8e9, bytes: 8.5e9, role: 'dense' }], {
      format: 'gguf'
    });
    const source = 'from llama_cpp import Llama\nllm = Llama("m.gguf", use_mmap=False)';
    const verdict = verdictOf(source, model, capacity(6000));
    expect(explainVerdict(verdict, trans).lines).toContain(
      'The same model as Q5_K would take about 5.1 GiB: slightly worse answers, usually a good bargain.'
    );
  });

  it('counts the swap that would do where the machine is the limit', () => {
    const model = facts([group('BF16', 1536)]);
    const source =
      'from transformers import AutoModel\nm = AutoModel.from_pretrained("m", dtype="float32")';
    const room = capacity(1000, {
      limitSource: { kind: 'machine', path: null, file: null, manager: null }
    });
    expect(explainVerdict(verdictOf(source, model, room), trans).lines).toContain(
      'With 2.1 GiB of swap, which an administrator can add, it would be slow instead of killed.'
    );
  });
});

function verdictOf(source: string, model: ModelFacts, room: Capacity) {
  const [call] = findLoadCalls([{ id: 'a', source }], 0);
  if (call === undefined) {
    throw new Error(`no load found in ${source}`);
  }
  return judge(estimate(call, model, v5), room);
}
