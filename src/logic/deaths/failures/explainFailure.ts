import type { CellFailure } from './cellFailure';
import type { RunningCell } from '../../types';
import type { VramPlane } from '../../memory/vramPlane';
import { explainGpuOom } from './explainGpuOom';
import type { Explanation } from '../types';
import type { Translate } from '../../words/translate';
import { explainWorkerDeath } from './explainWorkerDeath';

/** A cell that failed for memory while its kernel lives, in words for people. */
export function explainFailure(
  failure: CellFailure,
  plane: VramPlane | null,
  cell: RunningCell | null,
  trans: Translate
): Explanation {
  return failure.kind === 'gpu-oom'
    ? explainGpuOom(failure.oom, plane, trans)
    : explainWorkerDeath(failure.worker, cell, trans);
}
