import { ReactWidget } from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { freedBytes } from '../../../logic/memory/kernelUsage';
import type { KernelUsage } from '../../../logic/memory/kernelUsage';
import type { KernelInfo } from '../../../logic/types';
import { kernelName, sizeText } from '../../shared/memoryWords';

/** Dialog body with kernels to tick, and the memory that the ticked ones would free in total. */
export class KernelChoice extends ReactWidget {
  constructor(
    private readonly _usages: readonly KernelUsage[],
    private readonly _trans: TranslationBundle
  ) {
    super();
    this.addClass('jp-Headroom-choice');
    this._ticked = new Set(_usages);
  }

  /** The kernels that are ticked, for `showDialog`. */
  getValue(): readonly KernelInfo[] {
    return [...this._ticked].map(({ kernel }) => kernel);
  }

  protected override render(): JSX.Element {
    const trans = this._trans;
    return (
      <div>
        {this._usages.map(usage => (
          <label key={usage.kernel.id} className="jp-Headroom-choiceRow">
            <input
              type="checkbox"
              checked={this._ticked.has(usage)}
              onChange={() => this._toggle(usage)}
            />
            <span>{kernelName(usage.kernel)}</span>
            <span className="jp-Headroom-bytes">{sizeText(usage.ramBytes, trans)}</span>
          </label>
        ))}
        <p aria-live="polite">
          {trans.__('This frees about %1.', sizeText(freedBytes([...this._ticked]) ?? 0, trans))}{' '}
          {trans.__('All their variables are lost. The notebooks themselves stay as they are.')}
        </p>
      </div>
    );
  }

  private _toggle(usage: KernelUsage): void {
    if (!this._ticked.delete(usage)) {
      this._ticked.add(usage);
    }
    this.update();
  }

  private readonly _ticked: Set<KernelUsage>;
}
