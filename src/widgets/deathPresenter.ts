import { Notification } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { StepAction } from '../logic/explain';
import { shorten } from '../logic/shorten';
import type { DeathCase } from '../model/deathCase';
import type { DeathCases } from '../model/deathCases';
import type { DeathPlaces } from './deathPlaces';
import { explanationOf } from './report/body';
import { reportDialog } from './reportDialog';

/** JupyterLab cuts longer notifications. */
const NOTIFICATION_CHARACTERS = 140;

/** Shows each death once: as a dialog where the person looks, else as a notice. */
export class DeathPresenter {
  constructor(private readonly _options: DeathPresenter.IOptions) {
    _options.cases.opened.connect(this._onOpened, this);
  }

  /** Opens the dialog of a death, also of an old one. */
  explain(death: DeathCase): void {
    const { trans, places, act } = this._options;
    const { cell, kernelId } = death;
    const dialog = reportDialog({
      death,
      trans,
      onAction: act,
      onReveal:
        cell && places.canReveal(kernelId, cell) ? () => places.reveal(kernelId, cell) : null
    });
    // A dialog that is taken down with the page rejects; there is no one to tell.
    dialog.launch().catch(() => undefined);
  }

  dispose(): void {
    this._options.cases.opened.disconnect(this._onOpened, this);
  }

  private _onOpened(_: DeathCases, death: DeathCase): void {
    if (!this._options.isEnabled()) {
      return;
    }
    if (!death.isWorker && this._options.places.isVisible(death.kernelId)) {
      this.explain(death);
      return;
    }
    // A notice cannot be filled later: it waits for the answer.
    const onChanged = (): void => {
      if (death.state !== 'looking') {
        death.changed.disconnect(onChanged);
        this._notify(death);
      }
    };
    death.changed.connect(onChanged);
    onChanged();
  }

  private _notify(death: DeathCase): void {
    const { trans } = this._options;
    const { title } = explanationOf(death, trans);
    const text = death.path === null ? title : trans.__('%1: %2', shorten(death.path, 60), title);
    Notification.warning(shorten(text, NOTIFICATION_CHARACTERS), {
      autoClose: false,
      actions: [
        {
          label: trans.__('Why?'),
          caption: trans.__('Explain why this kernel died'),
          callback: () => this.explain(death)
        }
      ]
    });
  }
}

export namespace DeathPresenter {
  export interface IOptions {
    cases: DeathCases;
    trans: TranslationBundle;
    /** The setting is on and the server answers. */
    isEnabled: () => boolean;
    places: DeathPlaces;
    act: (action: StepAction) => Promise<void>;
  }
}
