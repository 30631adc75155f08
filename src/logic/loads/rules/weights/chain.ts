/** Methods called on a model once it is loaded, such as `.half()` or `.to("cuda")`. */
import type { ChainedCall, Interval, Phase, Resident } from '../../../types';
import { MIB } from '../../../words/units';
import { deviceOf, type Placement } from './device';
import { dtypeFromValue } from './dtype';
import { add, between, exactly, largest, NOTHING } from '../interval';
import { phase, type Need } from '../need';
import type { WeightSizes } from './weights';

/**
 * The CUDA context and the workspaces of CUDA's libraries, once per process and device. Published
 * figures: bare contexts of 256 to 616 MiB and, in 18 of 21 error messages about full GPUs, 99 MiB
 * to 0.9 GiB in addition to torch's own memory (publishedVram.spec.ts). None was measured for this
 * project.
 */
export const CUDA_CONTEXT: Interval = between(70 * MIB, 500 * MIB, 900 * MIB);

interface State {
  held: Resident;
  dtype: string | null;
  bytes: number;
  largest: number;
  peak: { anonymous: Interval; vram: Readonly<Record<string, Interval>> };
}

interface Step {
  device: Placement | null;
  dtype: string | null;
}

const DTYPE_METHODS: Readonly<Record<string, string>> = {
  half: 'F16',
  bfloat16: 'BF16',
  float: 'F32',
  double: 'F64'
};

/** Adds a phase "move" for the conversions and moves that follow the load, if there are any. */
export function withChain(
  need: Need,
  chain: readonly ChainedCall[],
  weightSizes: WeightSizes
): Need {
  const steps = chain.map(stepOf).filter(step => step !== null);
  if (steps.length === 0) {
    return need;
  }
  const start: State = {
    held: need.resident,
    dtype: need.dtype,
    bytes: weightSizes.loaded,
    largest: need.dtype === null ? 0 : weightSizes.largestAs(need.dtype),
    peak: { anonymous: need.resident.anonymous, vram: need.resident.vram }
  };
  const end = steps.reduce((state, step) => advance(state, step, weightSizes), start);
  const move: Phase = phase('move', { ...end.peak, file: need.resident.file });
  return { ...need, phases: [...need.phases, move], resident: end.held, dtype: end.dtype };
}

function stepOf({ method, args, keywords }: ChainedCall): Step | null {
  const dtype = DTYPE_METHODS[method];
  if (dtype !== undefined) {
    return { device: null, dtype };
  }
  if (method === 'cuda') {
    return { device: deviceOf(args[0]) ?? { kind: 'gpu', index: '0' }, dtype: null };
  }
  if (method !== 'to') {
    return null;
  }
  const values = [...args, ...Object.values(keywords)];
  const asked = values.map(dtypeFromValue).find(found => found !== null) ?? null;
  const device = values.map(deviceOf).find(found => found !== null) ?? null;
  // A variable nearly always stands for "cuda if available, else cpu".
  const isUndecided = values.some(value => value.kind === 'unknown' || value.kind === 'name');
  const fallback: Placement | null =
    device === null && asked === null && isUndecided ? { kind: 'gpu', index: '0' } : device;
  return { device: fallback, dtype: asked };
}

function advance(state: State, step: Step, weightSizes: WeightSizes): State {
  const moved = step.device === null ? state : moveTo(state, step.device);
  return step.dtype === null || step.dtype === state.dtype
    ? moved
    : convertTo(moved, step.dtype, weightSizes);
}

/** Tensors are replaced one by one: the peak is the larger of before and after, plus one tensor. */
function convertTo(state: State, dtype: string, weightSizes: WeightSizes): State {
  const bytes = weightSizes.bytesAs(dtype);
  const one = weightSizes.largestAs(dtype);
  const [gpu] = Object.keys(state.held.vram);
  const before = gpu === undefined ? state.held.anonymous : (state.held.vram[gpu] ?? NOTHING);
  const spare = exactly(before.mid > 0 ? one : 0);
  const context = gpu === undefined ? NOTHING : CUDA_CONTEXT;
  const after = add(exactly(bytes), context);
  const peak = add(largest(before, after), spare);
  const held: Resident =
    gpu === undefined
      ? { anonymous: after, file: NOTHING, vram: {} }
      : { ...state.held, vram: { [gpu]: after } };
  return { ...state, held, dtype, bytes, largest: one, peak: raise(state, peak, gpu) };
}

/** Moves to a GPU: everything ends up there, together with the CUDA context, and RAM is freed. */
function moveTo(state: State, device: Placement): State {
  if (device.kind !== 'gpu') {
    return state;
  }
  const vram = add(exactly(state.bytes), CUDA_CONTEXT);
  return {
    ...state,
    held: { anonymous: NOTHING, file: NOTHING, vram: { [device.index]: vram } },
    peak: raise(state, vram, device.index)
  };
}

function raise({ peak }: State, need: Interval, gpu: string | undefined): State['peak'] {
  return gpu === undefined
    ? { ...peak, anonymous: largest(peak.anonymous, need) }
    : { ...peak, vram: { ...peak.vram, [gpu]: largest(peak.vram[gpu] ?? NOTHING, need) } };
}
