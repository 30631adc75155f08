/** Short ways to write a load call and its facts. */
import type {
  Capacity,
  KernelEnvironment,
  LoadCall,
  ModelFacts,
  PyValue,
  TensorGroup
} from '../../../../logic/types';
import { elementBytes } from '../../../../logic/loads/rules/weights/dtype';
import { costlyModules } from '../../../../logic/loads/rules/imports';
import { MIB } from '../../../../logic/words/units';

export const name = (path: string): PyValue => ({ kind: 'name', path });
export const str = (value: string): PyValue => ({ kind: 'string', value });
export const num = (value: number): PyValue => ({ kind: 'number', value });
export const bool = (value: boolean): PyValue => ({ kind: 'boolean', value });
export const unknown: PyValue = { kind: 'unknown', expression: 'x' };

export function call(
  callee: string,
  keywords: Record<string, PyValue> = {},
  rest: Partial<LoadCall> = {}
): LoadCall {
  const library = callee.split('.')[0] ?? '';
  return {
    loader: library,
    library: library === 'sentence_transformers' ? 'sentence-transformers' : library,
    callee,
    model: { value: 'model', how: 'literal', expression: '"model"' },
    args: [],
    keywords,
    keywordsComplete: true,
    chain: [],
    target: 'model',
    repeats: 'once',
    conditional: false,
    range: { from: 0, to: 0 },
    calleeRange: { from: 0, to: 0 },
    ...rest
  };
}

/** A group of `mib` MiB. */
export function group(
  dtype: string,
  mib: number,
  role: TensorGroup['role'] = 'dense'
): TensorGroup {
  const bytes = mib * MIB;
  return { dtype, role, bytes, parameters: bytes / (elementBytes(dtype) ?? 1) };
}

export function facts(
  tensors: readonly TensorGroup[],
  rest: Partial<ModelFacts> & { shards?: number } = {}
): ModelFacts {
  const { shards = 1, ...parts } = rest;
  const bytes = tensors.reduce((sum, t) => sum + t.bytes, 0);
  return {
    reference: 'model',
    found: 'local-path',
    path: '/models/model',
    source: 'safetensors-header',
    format: 'safetensors',
    files: Array.from({ length: shards }, (_, i) => ({
      name: `model-${i + 1}.safetensors`,
      bytes: bytes / shards
    })),
    tensors,
    largestTensorBytes: null,
    config: {},
    components: {},
    problem: null,
    ...parts
  };
}

/** The shape of Llama 3.1 8B, as its configuration gives it. */
export const LLAMA_8B = {
  num_hidden_layers: 32,
  num_attention_heads: 32,
  num_key_value_heads: 8,
  hidden_size: 4096,
  max_position_embeddings: 131072
};

/** The same, as the metadata of a GGUF file give it. */
export const LLAMA_8B_GGUF = {
  'general.architecture': 'llama',
  'llama.block_count': 32,
  'llama.embedding_length': 4096,
  'llama.attention.head_count': 32,
  'llama.attention.head_count_kv': 8,
  'llama.context_length': 131072
};

/** A process that has loaded a model before: no import is left to pay for. */
export const IMPORTED = costlyModules();

export const kernel = (
  versions: Record<string, string | null>,
  rest: Partial<KernelEnvironment> = {}
): KernelEnvironment => ({
  versions,
  cwd: null,
  environment: {},
  names: {},
  loadedNames: [],
  ...rest
});

export const capacity = (headroomMib: number | null, rest: Partial<Capacity> = {}): Capacity => ({
  headroomBytes: headroomMib === null ? null : headroomMib * MIB,
  limitBytes: null,
  limitSource: {
    kind: 'cgroup-v2',
    path: '/x',
    file: null,
    manager: null
  },
  swapFreeBytes: null,
  kernelBytes: null,
  gpus: {},
  ...rest
});

/** As JupyterLab's bundle does without a catalogue. */
const fill = (text: string, args: readonly (string | number)[]): string =>
  text.replace(/%(\d)/g, (whole, n: string) => String(args[Number(n) - 1] ?? whole));

export const trans = {
  __: (text: string, ...args: (string | number)[]): string => fill(text, args),
  _n: (one: string, many: string, n: number, ...args: (string | number)[]): string =>
    fill(n === 1 ? one : many, [n, ...args])
};
