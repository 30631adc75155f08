import { VDomRenderer } from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { Level } from '../../logic/memory/headroom';
import { summarise } from '../../logic/memory/summary';
import type { PlaneSummary } from '../../logic/memory/summary';
import { formatBytes } from '../../logic/words/units';
import type { PanelModel } from '../../model/memory/panel';
import { holdWhileVisible } from '../shared/holdWhileVisible';
import { headroomIcon } from '../shared/icons';
import { levelText, planeName } from '../shared/memoryWords';

/** The headroom in both planes, in a few characters; a click opens the panel. */
export class StatusItem extends VDomRenderer<PanelModel> {
  constructor(
    model: PanelModel,
    private readonly _open: () => void,
    private readonly _trans: TranslationBundle
  ) {
    super(model);
    this.addClass('jp-Headroom-status');
    holdWhileVisible(this, () => model.monitor.acquire());
  }

  protected override render(): JSX.Element {
    const trans = this._trans;
    const { text, level } = statusOf(this.model, trans);
    return (
      <button
        type="button"
        className="jp-Headroom-statusButton"
        data-level={level}
        title={trans.__('Memory headroom: show who takes what')}
        onClick={this._open}
      >
        <headroomIcon.react tag="span" stylesheet="statusBar" />
        <span>{text}</span>
      </button>
    );
  }
}

function statusOf(model: PanelModel, trans: TranslationBundle): { text: string; level: Level } {
  const { context, history, status } = model.monitor;
  if (status === 'starting') {
    return { text: trans.__('Headroom'), level: 'unknown' };
  }
  if (context === null || status !== 'ok') {
    return { text: trans.__('Headroom: no figures'), level: 'unknown' };
  }
  const summary = summarise(context, history.last, model.groupKey, model.settings.composite);
  const parts = [summary.ram, summary.fullestGpu]
    .filter(plane => plane !== null)
    .map(plane => headroomText(plane, planeName(plane.plane, context, trans), trans));
  const word = levelText(summary.level, trans);
  const text = parts.join(' · ');
  return { text: word === '' ? text : `${word} · ${text}`, level: summary.level };
}

function headroomText(
  { headroomBytes }: PlaneSummary,
  name: string,
  trans: TranslationBundle
): string {
  return headroomBytes === null
    ? trans.__('%1: not known', name)
    : trans.__('%1: %2 left', name, formatBytes(headroomBytes));
}
