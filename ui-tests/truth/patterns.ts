import { join } from 'node:path';

import { places } from '../environment';

/** A load that does not fit, and the edit that makes it fit under the same limit. */
export interface Pattern {
  name: string;
  /** Run before, each time. */
  before: readonly string[];
  load: string;
  /** What is offered first. */
  fix: string;
  /** What the cell then says. */
  after: string;
}

/** A Llama of 0.23 B random parameters: 437 MiB in bfloat16, 874 MiB in float32. */
const model = (format: string, file = ''): string =>
  JSON.stringify(join(places.models, `llama-bf16.${format}`, file));

const IMPORTS = [
  'import os, torch',
  'from transformers import AutoConfig, AutoModelForCausalLM',
  'import transformers.modeling_utils'
].join('\n');

const SURVIVED = 'print("survived", os.getpid(), sum(p.numel() for p in model.parameters()))';

const load = (call: string): string => `model = ${call}\n${SURVIVED}`;
const pretrained = (path: string, more = ''): string =>
  load(`AutoModelForCausalLM.from_pretrained(${path}${more})`);

export const PATTERNS: readonly Pattern[] = [
  {
    name: 'the float32 that transformers 4.57 chooses by itself',
    before: [IMPORTS],
    load: pretrained(model('safetensors')),
    fix: 'Keep the dtype of the file',
    after: 'dtype="auto"'
  },
  {
    name: 'a conversion that the cell asks for',
    before: [IMPORTS],
    load: pretrained(model('bin'), ', torch_dtype=torch.float32'),
    fix: 'Keep the dtype of the file',
    after: 'torch_dtype="auto"'
  },
  {
    name: 'an old pickle that is converted',
    before: [IMPORTS],
    load: pretrained(model('legacy')),
    fix: 'Keep the dtype of the file',
    after: 'dtype="auto"'
  },
  {
    name: 'a model and its state dict, both in memory',
    before: [IMPORTS],
    load: [
      `model = AutoModelForCausalLM.from_config(AutoConfig.from_pretrained(${model('bin')}))`,
      `model.load_state_dict(torch.load(${model('bin', 'pytorch_model.bin')}))`,
      SURVIVED
    ].join('\n'),
    fix: 'Map the file instead of reading it',
    after: 'mmap=True'
  },
  {
    name: 'a cell that runs again while the old model is there',
    before: [IMPORTS, pretrained(model('safetensors'), ', dtype=torch.float16')],
    load: pretrained(model('safetensors'), ', dtype=torch.float16'),
    fix: 'Delete the old model first',
    after: 'del model'
  }
];
