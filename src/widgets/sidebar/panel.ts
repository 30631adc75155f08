import type { TranslationBundle } from '@jupyterlab/translation';
import { Panel } from '@lumino/widgets';

import type { PanelModel } from '../../model/memory/panel';
import type { WhatFitsModel } from '../../model/loads/whatFits';
import { holdWhileVisible } from '../shared/holdWhileVisible';
import { headroomIcon } from '../shared/icons';
import type { KernelActions } from '../memory/kernels/kernelActions';
import { PanelView } from './view';

/** The sidebar. It holds the monitor, and so keeps it polling, only while visible. */
export class HeadroomPanel extends Panel {
  constructor(options: HeadroomPanel.IOptions) {
    super();
    const { model, actions, whatFits, trans } = options;
    this.id = 'jp-Headroom-panel';
    this.addClass('jp-Headroom-panel');
    this.title.icon = headroomIcon;
    this.title.caption = trans.__('Memory headroom');
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', trans.__('Memory headroom'));
    this._view = new PanelView(model, actions, trans, whatFits);
    this.addWidget(this._view);
    holdWhileVisible(this, () => model.monitor.acquire());
  }

  /** Redraws the charts in the colours of the current theme. */
  refreshTheme(): void {
    this._view.refreshTheme();
  }

  private readonly _view: PanelView;
}

export namespace HeadroomPanel {
  export interface IOptions {
    model: PanelModel;
    actions: KernelActions;
    /** The model of the "What fits?" form; no form without it. */
    whatFits?: WhatFitsModel;
    trans: TranslationBundle;
  }
}
