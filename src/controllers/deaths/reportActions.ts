import type { TranslationBundle } from '@jupyterlab/translation';

import type { StepAction } from '../../logic/deaths/explain';
import type { AskState } from '../../widgets/memory/kernels/busyKernels';
import { confirmBusy } from '../../widgets/memory/kernels/busyKernels';
import type { DeathPlaces } from './deathPlaces';

export interface ReportActionOptions {
  places: Pick<DeathPlaces, 'editCell'>;
  /** A report may be old: whether a kernel is idle is asked when its button is pressed. */
  state: AskState;
  shutDown(kernelId: string): Promise<void>;
  trans: TranslationBundle;
}

/** Does what a button of a report says; false when the person changed their mind. */
export type ReportAction = (action: StepAction, kernelId: string) => Promise<boolean>;

/** What the buttons of a report do. They reject when it cannot be done. */
export function reportActions(options: ReportActionOptions): ReportAction {
  const { places, state, shutDown, trans } = options;
  return async (action, kernelId) => {
    switch (action.kind) {
      case 'shut-down-kernel': {
        const isIdle = (await state(action.kernelId)) === 'idle';
        const isWanted = isIdle || (await confirmBusy([action.label], trans));
        if (isWanted) {
          await shutDown(action.kernelId);
        }
        return isWanted;
      }
      case 'edit-cell':
        await places.editCell(kernelId, action);
        return true;
    }
  };
}
