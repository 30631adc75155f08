import { Dialog, ReactWidget, UseSignal } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { StepAction } from '../logic/explain';
import type { DeathCase } from '../model/deathCase';
import { explanationOf, ReportBody } from './report/body';

export interface ReportDialogOptions {
  death: DeathCase;
  /** Shows the cell; null when no page shows the notebook. */
  onReveal: (() => void) | null;
  onAction: (action: StepAction) => Promise<void>;
  trans: TranslationBundle;
}

/** The dialog in place of "Kernel Restarting"; it fills as evidence arrives. */
export function reportDialog(options: ReportDialogOptions): Dialog<void> {
  const { death, onReveal, trans } = options;
  const body = ReactWidget.create(
    <UseSignal signal={death.changed}>
      {() => (
        <ReportBody
          {...options}
          onReveal={
            onReveal &&
            (() => {
              dialog.reject();
              onReveal();
            })
          }
        />
      )}
    </UseSignal>
  );
  const dialog = new Dialog<void>({
    title: (
      <UseSignal signal={death.changed}>{() => <>{explanationOf(death, trans).title}</>}</UseSignal>
    ),
    body,
    buttons: [Dialog.okButton({ label: trans.__('Close') })],
    hasClose: true
  });
  dialog.addClass('jp-Headroom-reportDialog');
  dialog.node.ariaLabel = death.path
    ? trans.__('Why the kernel of %1 died', death.path)
    : trans.__('Why the kernel died');
  return dialog;
}
