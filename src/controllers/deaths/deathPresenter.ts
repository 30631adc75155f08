import type { DeathCase } from '../../model/deaths/deathCase';
import type { DeathCases } from '../../model/deaths/deathCases';
import type { DeathPlaces } from './deathPlaces';
import type { ReportOpener } from './reportOpener';

/** Shows each death once: as a dialog where the person looks, else as a notice. */
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
    // A notice cannot be filled later: it waits for the answer.
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
    /** The setting is on and the server answers. */
    isEnabled: () => boolean;
    places: DeathPlaces;
    opener: ReportOpener;
  }
}
