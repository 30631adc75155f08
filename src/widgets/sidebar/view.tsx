import { VDomRenderer } from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { PanelModel } from '../../model/memory/panel';
import type { WhatFitsModel } from '../../model/loads/whatFits';
import type { KernelActions } from '../memory/kernels/kernelActions';
import { lazily } from '../shared/lazily';
import { Overview } from './overview';
import { NoFigures } from '../memory/noFigures';
import { UncheckedNotice } from '../loads/uncheckedNotice';

/** Loaded lazily, with the rules that a page which only shows memory does not need. */
const WhatFits = lazily(
  async () => (await import(/* webpackChunkName: "panel" */ '../loads/whatFits')).WhatFits
);

/** Renders the panel's model; the only place where the model meets React. */
export class PanelView extends VDomRenderer<PanelModel> {
  constructor(
    model: PanelModel,
    private readonly _actions: KernelActions,
    private readonly _trans: TranslationBundle,
    private readonly _whatFits: WhatFitsModel | null = null
  ) {
    super(model);
    this.addClass('jp-Headroom-view');
  }

  /** Redraws the charts in the colours of the current theme. */
  refreshTheme(): void {
    this._themeVersion += 1;
    this.update();
  }

  protected override render(): JSX.Element {
    const { model } = this;
    const { context, history } = model.monitor;
    return context === null || history.last === null ? (
      <NoFigures monitor={model.monitor} trans={this._trans} />
    ) : (
      <>
        <Overview
          model={model}
          context={context}
          point={history.last}
          actions={this._actions}
          themeVersion={this._themeVersion}
          trans={this._trans}
        />
        <UncheckedNotice runner={model.uncheckedRunner} trans={this._trans} />
        {this._whatFits && <WhatFits model={this._whatFits} trans={this._trans} />}
      </>
    );
  }

  private _themeVersion = 0;
}
