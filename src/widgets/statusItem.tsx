import { VDomRenderer } from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { levelOf, worstLevel } from '../logic/headroom';
import type { Level } from '../logic/headroom';
import { planesOf, readPlane } from '../logic/plane';
import type { PlaneId } from '../logic/plane';
import { formatBytes } from '../logic/units';
import type { PanelModel } from '../model/panel';
import { holdWhileVisible } from './holdWhileVisible';
import { headroomIcon } from './icons';
import { levelText } from './words';

/** What is left, in a few characters; opens the panel. */
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
        title={trans.__('Memory headroom: click to see who takes what')}
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
  if (context === null || status !== 'ok') {
    return { text: trans.__('Headroom: no figures'), level: 'unknown' };
  }
  const planes = planesOf(context, model.groupKey).map(plane => {
    const reading = readPlane(plane, history.last, context);
    const { headroomBytes, limitBytes } = reading;
    const level = levelOf(headroomBytes, limitBytes, model.settings.composite);
    return { plane, headroomBytes, level };
  });
  const level = worstLevel(planes.map(plane => plane.level));
  const parts = planes.map(({ plane, headroomBytes }) =>
    trans.__(
      '%1 %2',
      shortName(plane, trans),
      headroomBytes === null ? '?' : formatBytes(headroomBytes)
    )
  );
  const word = levelText(level, trans);
  const text = trans.__('%1 left', parts.join(' · '));
  return { text: word === '' ? text : `${word}: ${text}`, level };
}

function shortName(plane: PlaneId, trans: TranslationBundle): string {
  return plane.kind === 'ram' ? trans.__('RAM') : trans.__('GPU %1', plane.key);
}
