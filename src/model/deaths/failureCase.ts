import { Signal } from '@lumino/signaling';

import type { CellFailure } from '../../logic/deaths/failures/cellFailure';
import type { Explanation } from '../../logic/deaths/explain';
import type { Translate } from '../../logic/words/translate';
import { explainGpuOom } from '../../logic/deaths/failures/explainGpuOom';
import { explainWorkerDeath } from '../../logic/deaths/failures/explainWorkerDeath';
import type { ReportNumber } from '../../logic/deaths/report/reportNumbers';
import type { RunningCell } from '../../logic/types';
import type { VramPlane } from '../../logic/memory/vramPlane';
import { vramNumbers } from '../../logic/deaths/failures/vramNumbers';
import type { ReportSubject } from './reportSubject';

/** A cell that hit a memory failure while its kernel stayed alive. */
export class FailureCase implements ReportSubject {
  constructor(private readonly _options: FailureCase.IOptions) {}

  readonly report = null;
  readonly isLooking = false;
  /** Never emitted, because everything is known from the start. */
  readonly changed = new Signal<this, void>(this);

  get kernelId(): string {
    return this._options.kernelId;
  }

  get path(): string | null {
    return this._options.path;
  }

  get cell(): RunningCell {
    return this._options.cell;
  }

  explain(trans: Translate): Explanation {
    const { failure, plane, cell } = this._options;
    return failure.kind === 'gpu-oom'
      ? explainGpuOom(failure.oom, plane, trans)
      : explainWorkerDeath(failure.worker, cell, trans);
  }

  numbers(trans: Translate): ReportNumber[] {
    const { failure, plane } = this._options;
    return failure.kind === 'gpu-oom' ? vramNumbers(failure.oom, plane, trans) : [];
  }
}

export namespace FailureCase {
  export interface IOptions {
    kernelId: string;
    path: string | null;
    cell: RunningCell;
    failure: CellFailure;
    /** What was held on the GPUs, and by whom, at that moment; null when not known. */
    plane: VramPlane | null;
  }
}
