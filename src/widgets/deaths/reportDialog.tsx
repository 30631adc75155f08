import { Dialog, UseSignal } from '@jupyterlab/apputils';
import * as React from 'react';

import { ReportBody } from './body';
import type { ReportProps } from './body';

/** The dialog shown instead of "Kernel Restarting"; it fills in as evidence arrives. */
export function reportDialog(options: ReportProps): Dialog<void> {
  const { subject, onReveal, onShowSidebar, trans } = options;
  /** Closes the dialog before following a link, because it covers the target. */
  const closeAnd = (go: (() => void) | null): (() => void) | null =>
    go &&
    ((): void => {
      dialog.reject();
      go();
    });
  const links = { onReveal: closeAnd(onReveal), onShowSidebar: closeAnd(onShowSidebar) };
  const dialog = new Dialog<void>({
    title: (
      <UseSignal signal={subject.changed}>{() => <>{subject.explain(trans).title}</>}</UseSignal>
    ),
    body: (
      <UseSignal signal={subject.changed}>{() => <ReportBody {...options} {...links} />}</UseSignal>
    ),
    buttons: [Dialog.okButton({ label: trans.__('Close') })],
    hasClose: true
  });
  dialog.addClass('jp-Headroom-reportDialog');
  dialog.node.ariaLabel = subject.path
    ? trans.__('What happened to the kernel of %1', subject.path)
    : trans.__('What happened to the kernel');
  return dialog;
}
