/** Judges a model in every dtype and on every plane, by the same rules as a call in a cell. */
import { readableDtype } from '../rules/weights/dtype';
import { withRefusals } from './refusal';
import { estimate } from '../rules';
import type {
  Capacity,
  KernelEnvironment,
  LoadCall,
  ModelFacts,
  PyValue,
  Verdict
} from '../../types';
import { judge } from './verdict';

/** One way to store the weights, and the verdict for it on each plane. */
export interface FitRow {
  /** A dtype as people write it, or a quantisation. */
  name: string;
  isStored: boolean;
  ram: Verdict | null;
  /** Null without a GPU, or where this way is not possible. */
  gpu: Verdict | null;
}

interface Variant {
  name: string;
  isStored?: boolean;
  /** Null: not possible on this plane. */
  ram: LoadCall | null;
  gpu: LoadCall | null;
}

const text = (value: string): PyValue => ({ kind: 'string', value });
const whole = (value: number): PyValue => ({ kind: 'number', value });

/** The ways to load a model, the file's own dtype first; empty when its size is not known. */
export function whatFits(
  facts: ModelFacts,
  environment: KernelEnvironment | null,
  capacity: Capacity
): FitRow[] {
  const hasGpu = Object.keys(capacity.gpus).length > 0;
  const room = withRefusals(capacity, environment);
  const verdictOf = (call: LoadCall | null): Verdict | null => {
    const known = call && estimate(call, facts, environment);
    return known && known.phases.length > 0 ? judge(known, room) : null;
  };
  return variantsOf(facts)
    .map(({ name, isStored = false, ram, gpu }) => ({
      name,
      isStored,
      ram: verdictOf(ram),
      gpu: hasGpu ? verdictOf(gpu) : null
    }))
    .filter(({ ram, gpu }) => ram !== null || gpu !== null);
}

function variantsOf(facts: ModelFacts): Variant[] {
  const file = /\.(safetensors|bin|pt|pth|ckpt)$/i.exec(facts.reference)?.[1]?.toLowerCase();
  if (facts.format === 'gguf') {
    return [llamaCpp(facts)];
  }
  if (file !== undefined) {
    return [singleFile(facts, file)];
  }
  const isPipeline = Object.keys(facts.components).some(name => name !== 'base_model');
  return isPipeline ? diffusers(facts) : transformers(facts);
}

function transformers(facts: ModelFacts): Variant[] {
  const load = (keywords: LoadCall['keywords']): LoadCall =>
    callOf(facts, 'transformers', 'transformers.AutoModelForCausalLM.from_pretrained', keywords);
  const stored = storedName(facts);
  const dtypes = ['float32', 'bfloat16', 'float16'].filter(name => name !== stored);
  const onGpu = { device_map: text('cuda') };
  return [
    {
      name: stored,
      isStored: true,
      ram: load({ dtype: text('auto') }),
      gpu: load({ dtype: text('auto'), ...onGpu })
    },
    ...dtypes.map(name => ({
      name,
      ram: load({ dtype: text(name) }),
      gpu: load({ dtype: text(name), ...onGpu })
    })),
    ...(['load_in_8bit', 'load_in_4bit'] as const).map(option => ({
      name: option === 'load_in_8bit' ? '8 bits (bitsandbytes)' : '4 bits (bitsandbytes)',
      ram: null,
      gpu: load({ quantization_config: bitsAndBytes(option), dtype: text('bfloat16'), ...onGpu })
    }))
  ];
}

function diffusers(facts: ModelFacts): Variant[] {
  const stored = storedName(facts);
  const names = [stored, ...['float32', 'bfloat16', 'float16'].filter(name => name !== stored)];
  return names.map(name => {
    const keywords = { torch_dtype: { kind: 'name', path: `torch.${name}` } as const };
    const callee = 'diffusers.DiffusionPipeline.from_pretrained';
    const ram = callOf(facts, 'diffusers', callee, keywords);
    const chain = [{ method: 'to', args: [text('cuda')], keywords: {} }];
    return { name, isStored: name === stored, ram, gpu: { ...ram, chain } };
  });
}

function llamaCpp(facts: ModelFacts): Variant {
  const load = (layers: number): LoadCall =>
    callOf(facts, 'llama-cpp-python', 'llama_cpp.Llama', { n_gpu_layers: whole(layers) });
  return { name: storedName(facts), isStored: true, ram: load(0), gpu: load(-1) };
}

/** A single file, read without a model class. */
function singleFile(facts: ModelFacts, extension: string): Variant {
  const [library, callee] =
    extension === 'safetensors'
      ? (['safetensors', 'safetensors.torch.load_file'] as const)
      : (['torch', 'torch.load'] as const);
  const where = library === 'torch' ? 'map_location' : 'device';
  return {
    name: storedName(facts),
    isStored: true,
    ram: callOf(facts, library, callee, { [where]: text('cpu') }),
    gpu: callOf(facts, library, callee, { [where]: text('cuda') })
  };
}

/** The dtype that accounts for most bytes of the weights. */
function storedName({ tensors }: ModelFacts): string {
  const largest = [...tensors].sort((a, b) => b.bytes - a.bytes)[0];
  return largest === undefined ? 'float32' : readableDtype(largest.dtype);
}

const bitsAndBytes = (option: string): PyValue => ({
  kind: 'call',
  callee: 'transformers.BitsAndBytesConfig',
  args: [],
  keywords: { [option]: { kind: 'boolean', value: true } }
});

function callOf(
  { reference }: ModelFacts,
  library: string,
  callee: string,
  keywords: LoadCall['keywords']
): LoadCall {
  return {
    loader: library,
    library,
    callee,
    model: { value: reference, how: 'literal', expression: reference },
    args: [],
    keywords,
    keywordsComplete: true,
    chain: [],
    target: null,
    repeats: 'once',
    conditional: false,
    range: { from: 0, to: 0 },
    calleeRange: { from: 0, to: 0 }
  };
}
