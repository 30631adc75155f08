import { Dialog, showDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

/** What a kernel is doing at this moment, as the server says; null: not known. */
export type AskState = (kernelId: string) => Promise<string | null>;

/** Asks before work is lost that nobody knew of. `names`: kernels that do not stand idle. */
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
