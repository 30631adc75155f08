import { Notification } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';

import { placeName, shorten, shortenNotification } from '../../logic/words/shorten';
import type { DeathReport } from '../../logic/types';
import type { MissedDeaths } from '../../model/deaths/missedDeaths';

const PATH_CHARACTERS = 40;

export interface MissedNoticeOptions {
  missed: MissedDeaths;
  isEnabled: () => boolean;
  /** Opens one report. */
  explain: (report: DeathReport) => void;
  /** Opens the list of all deaths; null where there is no such list. */
  showAll: (() => void) | null;
  trans: TranslationBundle;
}

/** Shows one notification for all deaths that were missed. */
export function noticeMissed(options: MissedNoticeOptions): void {
  const { missed, isEnabled, explain, showAll, trans } = options;
  missed.missed.connect((_, reports) => {
    const [newest, ...others] = reports;
    if (!newest || !isEnabled()) {
      return;
    }
    Notification.warning(shortenNotification(missedText(reports, trans)), {
      autoClose: false,
      actions: [
        others.length === 0 || showAll === null
          ? {
              label: trans.__('Why?'),
              caption: trans.__('Explain what happened'),
              callback: () => explain(newest)
            }
          : {
              label: trans.__('Show them'),
              caption: trans.__('Show the list of deaths'),
              callback: showAll
            }
      ]
    });
  });
}

/** The text of the notification, which names each notebook once. */
export function missedText(reports: readonly DeathReport[], trans: TranslationBundle): string {
  const names = [
    ...new Set(
      reports.map(({ kernel }) =>
        shorten(placeName(kernel.path ?? kernel.displayName ?? kernel.name), PATH_CHARACTERS)
      )
    )
  ].join(', ');
  return trans._n(
    'A kernel died while you were away: %2',
    '%1 kernels died while you were away: %2',
    reports.length,
    names
  );
}
