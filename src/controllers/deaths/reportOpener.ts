import { Notification } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';

import { placeName, shorten, shortenNotification } from '../../logic/words/shorten';
import type { ReportSubject } from '../../model/deaths/reportSubject';
import type { DeathPlaces } from './deathPlaces';
import type { ReportAction } from './reportActions';
import { reportDialog } from '../../widgets/deaths/reportDialog';

const PATH_CHARACTERS = 60;

/** Opens reports, either at once or from a notification. */
export class ReportOpener {
  constructor(private readonly _options: ReportOpener.IOptions) {}

  /** Opens the report dialog, including for events long past. */
  open(subject: ReportSubject): void {
    const { trans, places, showSidebar, act } = this._options;
    const { cell, kernelId } = subject;
    const dialog = reportDialog({
      subject,
      trans,
      onShowSidebar: showSidebar,
      onAction: action => act(action, kernelId),
      onReveal:
        cell && places.canReveal(kernelId, cell) ? () => places.reveal(kernelId, cell) : null
    });
    // A dialog that is closed along with the page rejects; nobody is left to be told.
    dialog.launch().catch(() => undefined);
  }

  /** Shows a notification with a button that opens the dialog. */
  notify(subject: ReportSubject): void {
    const { trans } = this._options;
    const { title } = subject.explain(trans);
    const text =
      subject.path === null
        ? title
        : trans.__('%1: %2', shorten(placeName(subject.path), PATH_CHARACTERS), title);
    Notification.warning(shortenNotification(text), {
      autoClose: false,
      actions: [
        {
          label: trans.__('Why?'),
          caption: trans.__('Explain what happened'),
          callback: () => this.open(subject)
        }
      ]
    });
  }
}

export namespace ReportOpener {
  export interface IOptions {
    trans: TranslationBundle;
    places: DeathPlaces;
    /** Null where there is no sidebar. */
    showSidebar: (() => void) | null;
    /** Performs the action of a button in a report about this kernel. */
    act: ReportAction;
  }
}
