import { Notification } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { PrecheckModel } from '../../model/loads/precheck';

/** Without a duration, a notification only appears in the notification centre. */
const SHOWN_MS = 6000;

/** Tells the user once, not for every cell, that checks give no answer and cells run unchecked. */
export function noticeUnchecked(precheck: PrecheckModel, trans: TranslationBundle): void {
  precheck.statusChanged.connect((_, status) => {
    switch (status) {
      case 'late':
        Notification.info(
          trans.__(
            'The Jupyter server did not answer within a second: this load runs without a check of its memory.'
          ),
          { autoClose: SHOWN_MS }
        );
        break;
      case 'failed':
        Notification.info(
          trans.__(
            'The Jupyter server could not look at this model: its load runs without a check of its memory.'
          ),
          { autoClose: SHOWN_MS }
        );
        break;
      case 'ok':
        break;
    }
  });
}
