import { applyEdits, describeFix, proposeFixes } from '../../../../logic/loads/fixes';
import { findLoadCalls } from '../../../../logic/cells/detect';
import type { Capacity, KernelEnvironment, ModelFacts } from '../../../../logic/types';
import {
  IMPORTED,
  LLAMA_8B,
  LLAMA_8B_GGUF,
  capacity,
  facts,
  group,
  kernel,
  trans
} from '../rules/fixtures';

const IMPORT = 'from transformers import AutoModelForCausalLM\n';
const bf16 = facts([group('BF16', 1536)]);
const fp32 = facts([group('F32', 3072)]);
const experts = facts([group('BF16', 200), group('BF16', 1400, 'expert')]);
const modules = IMPORTED;
const v4 = kernel({ transformers: '4.57.6' }, { modules });
const v5 = kernel({ transformers: '5.18.0' }, { modules });
const gpu = (gib: number): Capacity['gpus'] => ({
  '0': { freeBytes: gib * 1024 ** 3, totalBytes: gib * 1024 ** 3 }
});

function fixed(
  cell: string,
  model: ModelFacts,
  environment: KernelEnvironment,
  room: Capacity
): Record<string, string> {
  const source = IMPORT + cell;
  const [call] = findLoadCalls([{ id: 'a', source }], 0);
  if (call === undefined) {
    throw new Error(`no load found in ${cell}`);
  }
  return Object.fromEntries(
    proposeFixes(source, call, model, environment, room).map(fix => [
      fix.id,
      applyEdits(source, fix.edits).replace(IMPORT, '')
    ])
  );
}

describe('proposeFixes', () => {
  it.each([
    [
      'M = AutoModelForCausalLM.from_pretrained("m")',
      'M = AutoModelForCausalLM.from_pretrained("m", dtype="auto")'
    ],
    [
      'M = AutoModelForCausalLM.from_pretrained(\n    "m",\n    revision="x",\n)',
      'M = AutoModelForCausalLM.from_pretrained(\n    "m",\n    revision="x",\n    dtype="auto",\n)'
    ],
    [
      'import torch\nM = AutoModelForCausalLM.from_pretrained("m", torch_dtype=torch.float32)',
      'import torch\nM = AutoModelForCausalLM.from_pretrained("m", torch_dtype="auto")'
    ],
    [
      '%time M = AutoModelForCausalLM.from_pretrained("m")',
      '%time M = AutoModelForCausalLM.from_pretrained("m", dtype="auto")'
    ],
    [
      'M = AutoModelForCausalLM.from_pretrained("m").float().eval()',
      'M = AutoModelForCausalLM.from_pretrained("m", dtype="auto").eval()'
    ]
  ])('spells the dtype in place: %s', (cell, expected) => {
    expect(fixed(cell, bf16, v4, capacity(1000))['stored-dtype']).toBe(expected);
  });

  it('uses the name that an older version knows', () => {
    const old = kernel({ transformers: '4.52.0' }, { modules });
    const cell = 'M = AutoModelForCausalLM.from_pretrained("m")';
    expect(fixed(cell, bf16, old, capacity(1000))['stored-dtype']).toContain('torch_dtype="auto"');
  });

  it('has nothing to offer where the load fits, or where nothing would help', () => {
    const cell = 'M = AutoModelForCausalLM.from_pretrained("m")';
    expect(fixed(cell, bf16, v4, capacity(9000))).toEqual({});
    const pickle = facts([group('F32', 3072)], { format: 'torch-legacy' });
    expect(fixed(cell, pickle, v5, capacity(1000))).toEqual({});
  });

  it('leaves out a conversion that follows', () => {
    const cell = 'M = AutoModelForCausalLM.from_pretrained("m").float()';
    expect(fixed(cell, bf16, v5, capacity(1000))['drop-conversion']).toBe(
      'M = AutoModelForCausalLM.from_pretrained("m")'
    );
  });

  it('maps the file again', () => {
    const cell = 'M = AutoModelForCausalLM.from_pretrained("m", disable_mmap=True)';
    expect(fixed(cell, bf16, v5, capacity(1000))['map-file']).toBe(
      'M = AutoModelForCausalLM.from_pretrained("m")'
    );
  });

  it('loads straight to the GPU', () => {
    const cell = 'M = AutoModelForCausalLM.from_pretrained("m", dtype="float32").to("cuda")';
    const room = capacity(1000, { gpus: gpu(8) });
    expect(fixed(cell, bf16, v4, room)['load-on-gpu']).toBe(
      'M = AutoModelForCausalLM.from_pretrained("m", dtype="float32", device_map="cuda")'
    );
  });

  it('quantises only dense models, with bitsandbytes and a GPU', () => {
    const cell = 'if True:\n    M = AutoModelForCausalLM.from_pretrained("m", device_map="cuda")';
    const room = capacity(9000, { gpus: gpu(2) });
    const bnb = kernel({ transformers: '5.18.0', bitsandbytes: '0.48' }, { modules });
    expect(fixed(cell, fp32, bnb, room)['quantize']).toBe(
      'if True:\n    from transformers import BitsAndBytesConfig\n' +
        '    M = AutoModelForCausalLM.from_pretrained("m", device_map="cuda", ' +
        'quantization_config=BitsAndBytesConfig(load_in_4bit=True))'
    );
    expect(fixed(cell, fp32, v5, room)['quantize']).toBeUndefined();
    const large = facts([group('BF16', 200), group('BF16', 3000, 'expert')]);
    expect(fixed(cell, large, bnb, room)['quantize']).toBeUndefined();
  });

  it('names the RAM that accelerate may plan with', () => {
    const cell = 'M = AutoModelForCausalLM.from_pretrained("m", device_map="cuda")';
    const room = capacity(9 * 1024, { gpus: gpu(2) });
    expect(fixed(cell, fp32, v5, room)['spill']).toBe(
      'M = AutoModelForCausalLM.from_pretrained("m", device_map="auto", max_memory={0: "1GiB", "cpu": "7GiB"})'
    );
  });

  it('merges experts in one thread', () => {
    const cell = 'M = AutoModelForCausalLM.from_pretrained("m", dtype="float32")';
    expect(fixed(cell, experts, v5, capacity(4200))['load-in-order']).toBe(
      'import os\nos.environ["HF_DEACTIVATE_ASYNC_LOAD"] = "1"\n' + cell
    );
  });

  it('deletes the old model before it is built again', () => {
    const again = kernel({ transformers: '4.57.6' }, { modules, loadedNames: ['M'] });
    const cell = 'M = AutoModelForCausalLM.from_pretrained("m", dtype="float32")';
    const room = capacity(1000, { kernelBytes: 4 * 1024 ** 3 });
    expect(fixed(cell, bf16, again, room)['release-first']).toBe(
      'del M\nimport gc\ngc.collect()\n' + cell
    );
  });

  it('computes the share and the length that vLLM can have', () => {
    const model = facts([group('BF16', 15316)], { config: LLAMA_8B });
    const gpus = { '0': { freeBytes: 70 * 1024 ** 3, totalBytes: 80 * 1024 ** 3 } };
    const small = { '0': { freeBytes: 24 * 1024 ** 3, totalBytes: 24 * 1024 ** 3 } };
    const cell = 'from vllm import LLM\nllm = LLM("m")';
    const newest = kernel({ vllm: '0.22' });
    expect(fixed(cell, model, newest, capacity(9000, { gpus }))).toEqual({
      'lower-share': 'from vllm import LLM\nllm = LLM("m", gpu_memory_utilization=0.86)'
    });
    expect(fixed(cell, model, newest, capacity(9000, { gpus: small }))).toEqual({
      'shorter-context': 'from vllm import LLM\nllm = LLM("m", max_model_len=32000)'
    });
  });

  it('takes the longest context that fits for llama.cpp', () => {
    const model = facts([group('U8', 4700)], { format: 'gguf', config: LLAMA_8B_GGUF });
    const cell = 'from llama_cpp import Llama\nllm = Llama(model_path="m.gguf", n_ctx=0)';
    expect(fixed(cell, model, kernel({}), capacity(3000))['shorter-context']).toContain(
      'n_ctx=16384'
    );
  });

  it('gives diffusers the dtype as an object', () => {
    const part = facts([group('F16', 2000)], { config: { _class_name: 'UNet2DConditionModel' } });
    const model = facts([group('F16', 2000)], { components: { unet: part } });
    const cell =
      'from diffusers import DiffusionPipeline\np = DiffusionPipeline.from_pretrained("m")';
    expect(fixed(cell, model, kernel({ diffusers: '0.42' }), capacity(1000))['stored-dtype']).toBe(
      'from diffusers import DiffusionPipeline\nimport torch\n' +
        'p = DiffusionPipeline.from_pretrained("m", torch_dtype=torch.float16)'
    );
  });

  it('maps an array', () => {
    const model = facts([], { files: [{ name: 'a.npy', bytes: 2 * 1024 ** 3 }] });
    const cell = 'import numpy as np\na = np.load("a.npy")';
    expect(fixed(cell, model, kernel({ numpy: '2.4' }), capacity(1000))['map-file']).toBe(
      'import numpy as np\na = np.load("a.npy", mmap_mode="r")'
    );
  });

  it('says what a fix does', () => {
    const source = IMPORT + 'M = AutoModelForCausalLM.from_pretrained("m")';
    const [call] = findLoadCalls([{ id: 'a', source }], 0);
    const [best] = call ? proposeFixes(source, call, bf16, v4, capacity(3000)) : [];
    const words = best && describeFix(best, trans);
    expect([words?.title, words?.detail]).toEqual([
      'Keep the dtype of the file',
      'The weights stay in the file as they are; nothing is copied. Needs 50 MiB of RAM at most.'
    ]);
  });
});
