/** Totals that the rules need, computed from what a checkpoint's header says about its weights. */
import type { ModelFacts, TensorGroup } from '../../../types';
import { elementBytes, isConvertible } from './dtype';

export const fileBytes = (facts: ModelFacts): number =>
  facts.files.reduce((sum, file) => sum + file.bytes, 0);

export const largestFileBytes = (facts: ModelFacts): number =>
  facts.files.reduce((largest, file) => Math.max(largest, file.bytes), 0);

export const tensorBytes = (facts: ModelFacts): number =>
  facts.tensors.reduce((sum, group) => sum + group.bytes, 0);

/** Bytes of a group when it is loaded as `target`; packed formats keep their size. */
export function bytesAs(group: TensorGroup, target: string): number {
  const size = elementBytes(target);
  return size === null || !isConvertible(group.dtype) ? group.bytes : group.parameters * size;
}

const isConverted = (group: TensorGroup, target: string): boolean =>
  isConvertible(group.dtype) && group.dtype !== target;

/** The floating-point format of most weights as stored; `null` when there is none. */
export function storedDtype(facts: ModelFacts): string | null {
  const floats = facts.tensors.filter(group => isConvertible(group.dtype));
  const totals = new Map<string, number>();
  for (const group of floats) {
    totals.set(group.dtype, (totals.get(group.dtype) ?? 0) + group.parameters);
  }
  const [top] = [...totals].sort((a, b) => b[1] - a[1]);
  return top?.[0] ?? null;
}

/** The weights, split by what loading them as `target` does to them. */
export interface Weights {
  /** Total bytes in memory once loaded. */
  all: number;
  /** Bytes (in memory) of the weights that have to be converted, not counting experts. */
  converted: number;
  /** Bytes (in memory) of experts that are stored one by one. */
  experts: number;
  expertsConverted: boolean;
}

/** Bytes of the largest tensor when it is loaded as `target`; 0 when not known. */
export function largestTensorAs(facts: ModelFacts, target: string): number {
  const stored = storedDtype(facts);
  const bytes = facts.largestTensorBytes ?? 0;
  const from = stored === null ? null : elementBytes(stored);
  const to = elementBytes(target);
  return from === null || to === null ? bytes : (bytes / from) * to;
}

/**
 * The weights loaded as `target`, in bytes. `exempt` of the dense parameters are float32, whatever
 * the target is.
 */
export function weightsAs(facts: ModelFacts, target: string, exempt = 0): Weights {
  const weights: Weights = {
    all: 0,
    converted: 0,
    experts: 0,
    expertsConverted: false
  };
  for (const [group, dtype] of withExemptions(facts, target, exempt)) {
    const bytes = bytesAs(group, dtype);
    weights.all += bytes;
    if (group.role === 'expert') {
      weights.experts += bytes;
      weights.expertsConverted ||= isConverted(group, dtype);
    } else if (isConverted(group, dtype)) {
      weights.converted += bytes;
    }
  }
  return weights;
}

/** Every group with its dtype in memory; the exempt part is split off from the main group. */
function withExemptions(
  facts: ModelFacts,
  target: string,
  exempt: number
): [TensorGroup, string][] {
  const main = storedDtype(facts);
  return facts.tensors.flatMap((group): [TensorGroup, string][] => {
    if (exempt === 0 || group.role === 'expert' || group.dtype !== main) {
      return [[group, target]];
    }
    const share = Math.min(1, exempt / group.parameters);
    return [
      [part(group, 1 - share), target],
      [part(group, share), 'F32']
    ];
  });
}

const part = (group: TensorGroup, share: number): TensorGroup => ({
  ...group,
  parameters: group.parameters * share,
  bytes: group.bytes * share
});

/** Sizes of a checkpoint's weights in any dtype, for conversions after the load. */
export interface WeightSizes {
  /** Bytes of all weights as `dtype`. */
  bytesAs(dtype: string): number;
  /** Bytes of the largest tensor as `dtype`. */
  largestAs(dtype: string): number;
  /** Bytes of the weights in the dtype in which they were loaded. */
  loaded: number;
}

export const weightSizes = (facts: ModelFacts, loaded: number): WeightSizes => ({
  bytesAs: dtype => facts.tensors.reduce((sum, group) => sum + bytesAs(group, dtype), 0),
  largestAs: dtype => largestTensorAs(facts, dtype),
  loaded
});

/** Whether anything is known about the size. */
export const hasWeights = (facts: ModelFacts): boolean =>
  facts.problem === null && (facts.tensors.length > 0 || facts.files.length > 0);
