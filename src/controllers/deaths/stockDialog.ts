import { Dialog } from '@jupyterlab/apputils';
import type { ITranslator } from '@jupyterlab/translation';
import type { Widget } from '@lumino/widgets';

/**
 * Keeps JupyterLab's own "Kernel Restarting" dialog from appearing when ours is shown instead.
 *
 * That dialog is recognised before it is attached, by its accessible name, which is composed of the
 * translated title and text. If JupyterLab changes those texts, nothing matches and its dialog
 * appears as usual.
 */
export class StockDialogFilter {
  constructor(private readonly _options: StockDialogFilter.IOptions) {
    Dialog.tracker.widgetAdded.connect(this._onDialog, this);
  }

  dispose(): void {
    Dialog.tracker.widgetAdded.disconnect(this._onDialog, this);
  }

  private _onDialog(_: unknown, dialog: Widget): void {
    const label = dialog.node.ariaLabel;
    if (!label || !(dialog instanceof Dialog) || !this._options.isReplaced()) {
      return;
    }
    if (this._options.dyingPaths().some(path => this._label(path) === label)) {
      // The dialog has yet to be launched. Rejected right after this turn, it never becomes
      // visible.
      void Promise.resolve().then(() => dialog.reject());
    }
  }

  /** The accessible name as JupyterLab composes it, in JupyterLab's own translation domain. */
  private _label(path: string): string {
    const trans = this._options.translator.load('jupyterlab');
    const title = trans.__('Kernel Restarting');
    const body = trans.__(
      'The kernel for %1 appears to have died. It will restart automatically.',
      path
    );
    return `${title} ${body}`;
  }
}

export namespace StockDialogFilter {
  export interface IOptions {
    translator: ITranslator;
    /** Paths of the notebooks whose kernel is being restarted by the server. */
    dyingPaths: () => readonly string[];
    /** Whether our own dialog will be shown instead. */
    isReplaced: () => boolean;
  }
}
