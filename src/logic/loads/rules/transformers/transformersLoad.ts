/** A single transformers load: what it takes in RAM, and where its weights end up. */
import type { Basis } from '../../../types';
import { functionName, keyword } from '../arguments';
import { CUDA_CONTEXT, withChain } from '../weights/chain';
import { ALL_GPUS, deviceMapOf, deviceOf, type Placement } from '../weights/device';
import { exemptParameters } from './exemptions';
import { add, exactly, NOTHING, scale } from '../interval';
import type { Interval } from '../../../types';
import type { Load, Need } from '../need';
import { phase, ramOnly } from '../need';
import { quantizationOf, quantizedBytes, quantizesExperts } from '../weights/quantization';
import type { Target } from './transformersDtype';
import { ramOf, mergeShareOnDevice, type Ram } from './transformersRam';
import type { TransformersBehaviour } from './transformersVersions';
import type { Weights } from '../weights/weights';
import {
  fileBytes,
  largestFileBytes,
  largestTensorAs,
  storedDtype,
  tensorBytes,
  weightsAs,
  weightSizes
} from '../weights/weights';

/** How many tensors the loader's threads convert at the same time on their way to a GPU. */
const WORKERS = 4;

/** What `from_pretrained` or `pipeline` needs if the weights end up as `target`. */
export function checkpointLoad(load: Load, behaviour: TransformersBehaviour, target: Target): Need {
  const { call, facts } = load;
  const weights = weightsAs(facts, target.dtype, exemptParameters(facts, target.dtype));
  const ram = ramOf(load, behaviour, weights, target.dtype);
  const quantization = quantizationOf(call);
  const why = [dtypeBasis(load, target), ...ram.why];
  if (quantization !== null) {
    const bytes = quantizedBytes(facts, quantization, quantizesExperts(load));
    const reason: Basis = { code: 'quantized', method: quantization.method, bytes };
    const vram = add(exactly(bytes), merging(load, behaviour, weights));
    return onGpu(load, ram, target, bytes, vram, [reason, ...why], placementOf(load));
  }
  const place = placementOf(load);
  const vram = add(exactly(weights.all), merging(load, behaviour, weights));
  switch (place.kind) {
    case 'meta':
      return ramOnly(NOTHING, NOTHING, { dtype: target.dtype, basis: [{ code: 'meta' }] });
    case 'gpu':
      return onGpu(load, ram, target, weights.all, vram, why, place);
    case 'spread':
      return spread(inRam(load, behaviour, target, weights, ram, why), weights.all, vram);
    default:
      return withMoves(load, inRam(load, behaviour, target, weights, ram, why), weights);
  }
}

function inRam(
  { facts }: Load,
  behaviour: TransformersBehaviour,
  target: Target,
  weights: Weights,
  ram: Ram,
  why: readonly Basis[]
): Need {
  const files = fileBytes(facts) || tensorBytes(facts);
  const mappedAtOnce = behaviour.mapsAllShards ? files : largestFileBytes(facts) || files;
  const mapped = Math.max(0, weights.all - ram.kept.mid);
  return ramOnly(ram.peak, exactly(ram.mapped ? mappedAtOnce : 0), {
    dtype: target.dtype,
    basis: why,
    kept: { anonymous: ram.kept, file: exactly(ram.mapped ? mapped : 0), vram: {} }
  });
}

/** Straight to a GPU: tensor by tensor, after the whole size has been reserved there. */
function onGpu(
  { facts }: Load,
  ram: Ram,
  target: Target,
  bytes: number,
  peak: Interval,
  why: readonly Basis[],
  place: Placement
): Need {
  const device = place.kind === 'gpu' ? place.index : place.kind === 'spread' ? ALL_GPUS : '0';
  const passing = WORKERS * largestTensorAs(facts, target.dtype);
  const ramPeak = ram.peak.mid > 0 && ram.mapped ? Math.min(ram.peak.mid, passing) : ram.peak.mid;
  const vram = { [device]: add(peak, CUDA_CONTEXT) };
  const anonymous = { low: 0, mid: ramPeak, high: ramPeak };
  const kept = { [device]: add(exactly(bytes), CUDA_CONTEXT) };
  return {
    phases: [phase('load', { anonymous, file: exactly(fileBytes(facts)), vram })],
    resident: { anonymous: NOTHING, file: NOTHING, vram: kept },
    dtype: target.dtype,
    basis: [...why, { code: 'gpu', bytes }]
  };
}

/** Experts that are stored one by one are copied to the GPU and merged there. */
function merging(load: Load, behaviour: TransformersBehaviour, weights: Weights): Interval {
  return behaviour.fusesExperts
    ? scale(exactly(weights.experts), mergeShareOnDevice(load))
    : NOTHING;
}

/** Spreads over all GPUs; what they cannot hold stays in RAM, as it would without a GPU. */
function spread(need: Need, bytes: number, peak: Interval): Need {
  const vram = { [ALL_GPUS]: add(peak, CUDA_CONTEXT) };
  const kept = { [ALL_GPUS]: add(exactly(bytes), CUDA_CONTEXT) };
  return {
    ...need,
    phases: need.phases.map(part => ({ ...part, vram })),
    resident: { ...need.resident, vram: kept },
    basis: [...need.basis, { code: 'spread', bytes }]
  };
}

/** Adds what the chain does, after a pipeline's own move to its device. */
function withMoves(load: Load, need: Need, weights: Weights): Need {
  const { call, facts } = load;
  const device = pipelineDevice(load);
  const moves = device === null ? [] : [{ method: 'cuda', args: [device], keywords: {} }];
  return withChain(need, [...moves, ...call.chain], weightSizes(facts, weights.all));
}

/** The device to which `pipeline()` moves the model: the first GPU by default; null for the CPU. */
function pipelineDevice({ call }: Load) {
  if (functionName(call) !== 'pipeline') {
    return null;
  }
  const value = keyword(call, 'device');
  const place = deviceOf(value);
  const first = { kind: 'number', value: 0 } as const;
  return place?.kind === 'cpu' ? null : place === null ? first : value;
}

function placementOf({ call }: Load): Placement {
  return deviceMapOf(call) ?? { kind: 'cpu' };
}

function dtypeBasis({ call, facts, versionText }: Load, target: Target): Basis {
  return {
    code: 'dtype',
    how: target.how,
    dtype: target.dtype,
    stored: storedDtype(facts),
    library: call.library,
    version: versionText
  };
}
