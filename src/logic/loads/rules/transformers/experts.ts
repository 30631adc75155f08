/**
 * What merging experts takes in addition to the merged experts themselves (transformers 5,
 * `core_model_loading.py`).
 *
 * For each layer, the gates are stacked, then the up projections, then the two stacks are joined:
 * for a moment the joined tensor exists twice. Stacks of 32 MiB and more are returned to the system
 * at once; smaller ones leave holes in the heap between tensors that stay. When experts are
 * converted, worker threads already convert those of later layers while the first layers are still
 * being merged.
 */
import type { Interval } from '../../../types';
import { MIB } from '../../../words/units';
import { between, exactly, scale } from '../interval';
import type { Load } from '../need';
import type { Weights } from '../weights/weights';

/** The largest block that glibc keeps for reuse when it is freed (DEFAULT_MMAP_THRESHOLD_MAX). */
const KEPT_BLOCK = 32 * MIB;

/**
 * Multiples of a stack, which is one projection of one layer. Measured with 5.18 to 5.24: 1 and 2
 * with stacks of 32 and 56 MiB (the order of the names decides whether down projections are merged
 * before or after); 1.7, 1.8, 2, 4, 4.7, 4.8, 4.9, 5 and 6 with stacks of 10 to 27 MiB. When the
 * allocator starts to keep blocks of such sizes depends on what the process has freed before: the
 * model with 1.7 took 3.9 in another process.
 */
const STACKS_RETURNED = between(1, 2, 3);
const STACKS_KEPT = between(1.5, 5, 7);

/**
 * Experts converted ahead of merging, as a share of all converted experts. Measured: 0.69 to 0.8
 * and, on a busy machine, up to 1.09 with experts of 1 to 14 MiB (eleven loads of six models,
 * median 0.77); 0.22 with experts of 66 MiB; 0.09 to 0.2 without threads
 * (HF_DEACTIVATE_ASYNC_LOAD).
 */
const AHEAD_SMALL = between(0.38, 0.77, 1.15);
const AHEAD_LARGE = between(0.15, 0.25, 0.45);
const AHEAD_UNKNOWN = between(0.15, 0.5, 1.15);
const SYNCHRONOUS = between(0.04, 0.1, 0.2);
/** As a share of the experts, if the dtype stays the same and the number of layers is unknown. */
const LAYERS_UNKNOWN = between(0.04, 0.09, 0.35);
/** Multiples of a joined tensor, which holds both projections of one layer. */
const JOINED_ON_DEVICE = between(0.4, 0.9, 2.8);
/** Projections per layer: gate, up and down. */
const PROJECTIONS = 3;

/** Bytes in addition to the experts, at the moment of the highest use. */
export function mergeOverhead(load: Load, weights: Weights): Interval {
  return weights.expertsConverted
    ? scale(exactly(weights.experts), convertedAhead(load, weights))
    : stacks(load, weights);
}

function convertedAhead(load: Load, weights: Weights): Interval {
  const deactivated = load.environment?.environment['HF_DEACTIVATE_ASYNC_LOAD'] ?? '';
  if (/^(1|on|yes|true)$/i.test(deactivated)) {
    return SYNCHRONOUS;
  }
  const one = largestExpert(load, weights);
  return one === null ? AHEAD_UNKNOWN : one >= KEPT_BLOCK ? AHEAD_LARGE : AHEAD_SMALL;
}

function stacks({ facts: { config } }: Load, weights: Weights): Interval {
  const layers = layersOf(config);
  if (!(layers > 0)) {
    return scale(exactly(weights.experts), LAYERS_UNKNOWN);
  }
  const one = weights.experts / layers / PROJECTIONS;
  return scale(exactly(one), one >= KEPT_BLOCK ? STACKS_RETURNED : STACKS_KEPT);
}

/** The overhead on a GPU, as a share of the experts; no holes stay behind in its memory. */
export function mergeShareOnDevice({ facts: { config } }: Load): Interval {
  const layers = layersOf(config);
  return layers > 0 ? scale(JOINED_ON_DEVICE, exactly(2 / PROJECTIONS / layers)) : LAYERS_UNKNOWN;
}

const layersOf = (config: Load['facts']['config']): number =>
  Number(config['num_hidden_layers']) - Number(config['first_k_dense_replace'] ?? 0);

/** Bytes of one expert's largest tensor after conversion. */
function largestExpert({ facts }: Load, weights: Weights): number | null {
  const stored = facts.tensors.reduce((n, t) => n + (t.role === 'expert' ? t.bytes : 0), 0);
  const one = facts.layout?.largestExpertBytes ?? 0;
  return one > 0 && stored > 0 ? (one * weights.experts) / stored : null;
}
