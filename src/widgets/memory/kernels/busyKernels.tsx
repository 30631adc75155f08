import { Dialog, showDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

/** Asks the server for the current state of a kernel; null if it is not known. */
export type AskState = (kernelId: string) => Promise<string | null>;

/** Confirms shutting down kernels that may be busy. `names`: those not known to be idle. */
export async function confirmBusy(
  names: readonly string[],
  trans: TranslationBundle
): Promise<boolean> {
  const { button } = await showDialog({
    title: trans._n(
      'Shut down a kernel that is busy?',
      'Shut down kernels that are busy?',
      names.length
    ),
    body: (
      <div>
        <ul>
          {names.map((name, index) => (
            <li key={index}>{name}</li>
          ))}
        </ul>
        <p>{trans.__('What runs there now is lost, with all variables.')}</p>
      </div>
    ),
    buttons: [
      Dialog.cancelButton({ label: trans.__('Cancel') }),
      Dialog.warnButton({ label: trans.__('Shut Down') })
    ],
    defaultButton: 0
  });
  return button.accept;
}
