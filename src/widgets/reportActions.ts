import type { StepAction } from '../logic/explain';
import type { DeathPlaces } from './deathPlaces';

/** What the buttons of a report do. They reject when it cannot be done. */
export function reportActions(
  places: DeathPlaces,
  shutDown: (kernelId: string) => Promise<void>
): (action: StepAction, kernelId: string) => Promise<void> {
  return async (action, kernelId) => {
    switch (action.kind) {
      case 'shut-down-kernel':
        return shutDown(action.kernelId);
      case 'edit-cell':
        return places.editCell(kernelId, action);
    }
  };
}
