/**
 * vLLM takes a share of each GPU. It refuses to start when that share is not free, or when the
 * weights and the cache of one request do not fit into it. The checks are those of
 * vllm/v1/worker/gpu_worker.py and kv_cache_utils.py. The default share rose from 0.9 to 0.92
 * (vllm/config/cache.py) when vLLM began to count CUDA graphs as part of it.
 */
import type { EngineShare, Interval } from '../../../types';
import { GIB } from '../../../words/units';
import { inRange } from '../versions';
import { keyword, numberOf, textOf } from '../arguments';
import { dtypeFromName, elementBytes } from '../weights/dtype';
import { add, between, exactly, NOTHING, scale } from '../interval';
import { attentionOf, cacheBytes } from '../weights/kv';
import type { Load, Need, RuleSet } from '../need';
import { phase } from '../need';
import { automaticDtype } from '../transformers/transformersDtype';
import { hasWeights, weightsAs } from '../weights/weights';

/** RAM of a Python process with torch: one for the engine and, with several GPUs, one per GPU. */
const PROCESS: Interval = between(0.3 * GIB, 0.8 * GIB, 1.5 * GIB);
/**
 * Activations of the profiling run, and what CUDA takes outside torch. Published figures: 0.6 to
 * 3.1 GiB.
 */
const FORWARD: Interval = between(0.2 * GIB, 1 * GIB, 3.2 * GIB);
/** On each of several GPUs, for their communication. Published figures: 0 to 1.8 GiB. */
const BETWEEN_GPUS: Interval = between(0, 0.4 * GIB, 2 * GIB);

function rule(load: Load): Need | null {
  const { call, facts } = load;
  if (!hasWeights(facts)) {
    return null;
  }
  const dtype = dtypeOf(load);
  const gpus = numberOf(keyword(call, 'tensor_parallel_size', 'tensor-parallel-size')) ?? 1;
  const weights = weightsAs(facts, dtype).all / gpus;
  const engine = engineOf(load, weights, gpus, elementBytes(dtype) ?? 2);
  const processes = gpus > 1 ? gpus + 1 : 1;
  const anonymous = scale(PROCESS, exactly(processes));
  return {
    phases: [phase('load', { anonymous })],
    resident: { anonymous, file: NOTHING, vram: {} },
    engine,
    dtype,
    basis: [
      { code: 'engine-share', percent: Math.round(engine.utilization * 100) },
      {
        code: 'engine-needs',
        weightBytes: weights,
        cacheBytes: engine.cacheBytes.mid,
        tokens: engine.maxTokens ?? 0
      }
    ]
  };
}

/** By default, vLLM runs float32 checkpoints in 16 bits. */
function dtypeOf({ call, facts }: Load): string {
  const named = dtypeFromName(textOf(keyword(call, 'dtype')) ?? '');
  const automatic = automaticDtype(facts);
  return named ?? (automatic === 'F32' ? 'F16' : automatic);
}

function engineOf(load: Load, weights: number, gpus: number, size: number): EngineShare {
  const { call, facts } = load;
  const attention = attentionOf(facts.config);
  const asked = numberOf(keyword(call, 'max_model_len', 'max-model-len'));
  const maxTokens = asked ?? attention?.maxTokens ?? null;
  const cacheDtype = textOf(keyword(call, 'kv_cache_dtype', 'kv-cache-dtype')) ?? 'auto';
  const bytes = cacheDtype.startsWith('fp8') ? 1 : size;
  const cache =
    attention === null || maxTokens === null ? null : cacheBytes(attention, maxTokens, bytes, gpus);
  return {
    utilization: utilizationOf(load),
    gpus: Array.from({ length: gpus }, (_, i) => String(i)),
    fixedBytes: add(exactly(weights), FORWARD, gpus > 1 ? BETWEEN_GPUS : NOTHING),
    cacheBytes: cache === null ? NOTHING : exactly(cache),
    maxTokens
  };
}

function utilizationOf({ call, version }: Load): number {
  const asked = numberOf(keyword(call, 'gpu_memory_utilization', 'gpu-memory-utilization'));
  const isOlder = version !== null && inRange(version, { until: '0.21' });
  return asked ?? (isOlder ? 0.9 : 0.92);
}

export const vllm: readonly RuleSet[] = [{ library: 'vllm', verifiedBelow: '0', rule }];
