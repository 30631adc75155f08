import type { DeathCase } from '../../model/deaths/deathCase';
import type { DeathCases } from '../../model/deaths/deathCases';
import type { DeathPlaces } from './deathPlaces';
import type { ReportOpener } from './reportOpener';

/**
 * Shows each death once: in a dialog if the notebook is visible, otherwise in a notification. The
 * death of a worker process always gets a notification.
 */
export class DeathPresenter {
  constructor(private readonly _options: DeathPresenter.IOptions) {
    _options.cases.opened.connect(this._onOpened, this);
  }

  dispose(): void {
    this._options.cases.opened.disconnect(this._onOpened, this);
  }

  private _onOpened(_: DeathCases, death: DeathCase): void {
    const { isEnabled, places, opener } = this._options;
    if (!isEnabled()) {
      return;
    }
    if (!death.isWorker && places.isVisible(death.kernelId)) {
      opener.open(death);
      return;
    }
    // A notification cannot be updated later, so it waits for the final answer.
    const onChanged = (): void => {
      if (death.isSettled) {
        death.changed.disconnect(onChanged);
        opener.notify(death);
      }
    };
    death.changed.connect(onChanged);
    onChanged();
  }
}

export namespace DeathPresenter {
  export interface IOptions {
    cases: DeathCases;
    /** Whether the setting is on and the server answers. */
    isEnabled: () => boolean;
    places: DeathPlaces;
    opener: ReportOpener;
  }
}
