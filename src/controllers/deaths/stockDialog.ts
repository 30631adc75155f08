import { Dialog } from '@jupyterlab/apputils';
import type { ITranslator } from '@jupyterlab/translation';
import type { Widget } from '@lumino/widgets';

/**
 * Keeps JupyterLab's own "Kernel Restarting" dialog away when ours is shown.
 *
 * It is known by its accessible name, which is made of the translated title and
 * text, before it is attached. Should those texts change in JupyterLab, nothing
 * matches and its dialog appears as ever.
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
      // Not yet launched: after this turn it can be taken back without a trace.
      void Promise.resolve().then(() => dialog.reject());
    }
  }

  /** As JupyterLab composes it, in its own translation domain. */
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
    /** Will our own dialog be shown instead? */
    isReplaced: () => boolean;
  }
}
