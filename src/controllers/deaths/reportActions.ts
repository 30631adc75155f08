import type { TranslationBundle } from '@jupyterlab/translation';

import type { StepAction } from '../../logic/deaths/explain';
import type { AskState } from '../../widgets/memory/kernels/busyKernels';
import { confirmBusy } from '../../widgets/memory/kernels/busyKernels';
import type { DeathPlaces } from './deathPlaces';

export interface ReportActionOptions {
  places: Pick<DeathPlaces, 'editCell'>;
  /**
   * Looks up the kernel's state when the button is pressed, because the report may be old by then.
   */
  state: AskState;
  shutDown(kernelId: string): Promise<void>;
  trans: TranslationBundle;
}

/** Performs the action of a report's button. Resolves to false when the user backed out of it. */
export type ReportAction = (action: StepAction, kernelId: string) => Promise<boolean>;

/** What the buttons of a report do. Rejects when the action cannot be performed. */
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
