/** Bytes of a checkpoint's weights in any dtype, for what follows a load. */
import type { ModelFacts } from '../../../types';
import type { Weighing } from './chain';
import { bytesAs, largestTensorAs } from './weights';

export const weighing = (facts: ModelFacts, loaded: number): Weighing => ({
  bytesAs: dtype => facts.tensors.reduce((sum, group) => sum + bytesAs(group, dtype), 0),
  largestAs: dtype => largestTensorAs(facts, dtype),
  loaded
});
