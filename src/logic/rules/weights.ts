/** What the header of a checkpoint says about its weights, summed the ways the rules need. */
import type { ModelFacts, TensorGroup } from '../types';
import { elementBytes, isConvertible } from './dtype';

export const fileBytes = (facts: ModelFacts): number =>
  facts.files.reduce((sum, file) => sum + file.bytes, 0);

export const largestFileBytes = (facts: ModelFacts): number =>
  facts.files.reduce((largest, file) => Math.max(largest, file.bytes), 0);

export const tensorBytes = (facts: ModelFacts): number =>
  facts.tensors.reduce((sum, group) => sum + group.bytes, 0);

/** Bytes of a group when it is loaded as `target`; packed formats keep theirs. */
export function bytesAs(group: TensorGroup, target: string): number {
  const size = elementBytes(target);
  return size === null || !isConvertible(group.dtype)
    ? group.bytes
    : group.parameters * size;
}

export const isConverted = (group: TensorGroup, target: string): boolean =>
  isConvertible(group.dtype) && group.dtype !== target;

/** The floating format that most weights are stored in; `null` when there is none. */
export function storedDtype(facts: ModelFacts): string | null {
  const floats = facts.tensors.filter(group => isConvertible(group.dtype));
  const totals = new Map<string, number>();
  for (const group of floats) {
    totals.set(group.dtype, (totals.get(group.dtype) ?? 0) + group.parameters);
  }
  const [top] = [...totals].sort((a, b) => b[1] - a[1]);
  return top?.[0] ?? null;
}

/** Weights split by what a load as `target` does to them. */
export interface Weights {
  /** Bytes in memory when loaded. */
  all: number;
  /** Bytes (in memory) of what has to be converted, experts apart. */
  converted: number;
  /** Bytes (in memory) of experts that are stored one by one. */
  experts: number;
  expertsConverted: boolean;
}

export function weightsAs(facts: ModelFacts, target: string): Weights {
  const weights: Weights = {
    all: 0,
    converted: 0,
    experts: 0,
    expertsConverted: false
  };
  for (const group of facts.tensors) {
    const bytes = bytesAs(group, target);
    weights.all += bytes;
    if (group.role === 'expert') {
      weights.experts += bytes;
      weights.expertsConverted ||= isConverted(group, target);
    } else if (isConverted(group, target)) {
      weights.converted += bytes;
    }
  }
  return weights;
}

/** Whether anything is known about the size. */
export const hasWeights = (facts: ModelFacts): boolean =>
  facts.problem === null &&
  (facts.tensors.length > 0 || facts.files.length > 0);
