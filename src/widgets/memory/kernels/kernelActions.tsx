import { Dialog, Notification, showDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { KernelUsage } from '../../../logic/memory/kernelUsage';
import type { DeathReport, KernelControl, KernelInfo } from '../../../logic/types';
import { formatBytes } from '../../../logic/words/units';
import { kernelName } from '../../shared/memoryWords';

/** The actions of the panel: each confirms if anything would be lost, and reports failures. */
export class KernelActions {
  constructor(
    private readonly _control: KernelControl,
    private readonly _explain: (deathId: string) => Promise<unknown>,
    private readonly _trans: TranslationBundle
  ) {}

  /** Shows why a kernel died. */
  async explain(report: DeathReport): Promise<void> {
    await this._act(async () => {
      await this._explain(report.id);
    });
  }

  async open(kernel: KernelInfo): Promise<void> {
    await this._act(() => this._control.open(kernel));
  }

  async interrupt(kernel: KernelInfo): Promise<void> {
    await this._act(() => this._control.interrupt(kernel));
  }

  async restart(usage: KernelUsage): Promise<void> {
    const { kernel } = usage;
    const trans = this._trans;
    const isSure = await this._confirm(
      trans.__('Restart the kernel of %1?', kernelName(kernel)),
      usage,
      trans.__('Restart')
    );
    if (isSure) {
      await this._act(() => this._control.restart(kernel));
    }
  }

  async shutDown(usage: KernelUsage): Promise<void> {
    const { kernel } = usage;
    const trans = this._trans;
    const isSure = await this._confirm(
      trans.__('Shut down the kernel of %1?', kernelName(kernel)),
      usage,
      trans.__('Shut Down')
    );
    if (isSure) {
      await this._act(() => this._control.shutDown(kernel));
    }
  }

  /** Lets the user choose among the idle kernels, and shuts down the chosen ones. */
  async shutDownIdle(idle: readonly KernelUsage[]): Promise<void> {
    const trans = this._trans;
    const { KernelChoice } = await import(/* webpackChunkName: "panel" */ './kernelChoice');
    const { button, value } = await showDialog<readonly KernelInfo[]>({
      title: trans.__('Shut down idle kernels?'),
      body: new KernelChoice(idle, trans),
      buttons: [
        Dialog.cancelButton({ label: trans.__('Cancel') }),
        Dialog.warnButton({ label: trans.__('Shut Down') })
      ]
    });
    if (button.accept) {
      await this._shutDownChosen(value ?? []);
    }
  }

  /** Confirms again for kernels that became busy while the dialog was open. */
  private async _shutDownChosen(chosen: readonly KernelInfo[]): Promise<void> {
    const states = await Promise.all(chosen.map(({ id }) => this._state(id)));
    const shutDownAll = (kernels: readonly KernelInfo[]) =>
      Promise.all(kernels.map(kernel => this._act(() => this._control.shutDown(kernel))));
    await shutDownAll(chosen.filter((_, i) => states[i] === 'idle'));
    const busy = chosen.filter((_, i) => states[i] !== 'idle');
    const { confirmBusy } = await import(/* webpackChunkName: "panel" */ './busyKernels');
    if (busy.length > 0 && (await confirmBusy(busy.map(kernelName), this._trans))) {
      await shutDownAll(busy);
    }
  }

  private async _state(kernelId: string): Promise<string | null> {
    return this._control.state(kernelId).catch(() => null);
  }

  private async _confirm(title: string, usage: KernelUsage, label: string): Promise<boolean> {
    const trans = this._trans;
    const freed = usage.ramBytes;
    const state = await this._state(usage.kernel.id);
    const { button } = await showDialog({
      title,
      body: (
        <div>
          {state === 'busy' && (
            <p>
              <strong>{trans.__('It is busy: what runs there now is lost.')}</strong>
            </p>
          )}
          <p>
            {freed === null
              ? trans.__('Its memory is freed.')
              : trans.__('This frees about %1.', formatBytes(freed))}
          </p>
          <p>{trans.__('All its variables are lost. The notebook itself stays as it is.')}</p>
        </div>
      ),
      buttons: [Dialog.cancelButton({ label: trans.__('Cancel') }), Dialog.warnButton({ label })]
    });
    return button.accept;
  }

  private async _act(action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      Notification.error(this._trans.__('That did not work: %1', reason));
    }
  }
}
