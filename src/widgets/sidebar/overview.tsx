import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { kernelUsages } from '../../logic/memory/kernelUsage';
import { planesOf } from '../../logic/memory/plane';
import type { Context, SamplePoint } from '../../logic/types';
import type { PanelModel } from '../../model/memory/panel';
import type { KernelActions } from '../memory/kernels/kernelActions';
import { KernelList } from '../memory/kernels/kernelList';
import { lazily } from '../shared/lazily';
import { OtherGroups } from '../memory/plane/otherGroups';
import { PauseNotice } from '../memory/pauseNotice';
import { PlanePanel } from '../memory/plane/planePanel';
import { Problems } from '../memory/problems';
import { RangePicker } from '../memory/chart/rangePicker';
import { StaleNotice } from '../memory/staleNotice';

/** Loaded lazily, together with the explanations, because most people never see a death. */
const Deaths = lazily(
  async () => (await import(/* webpackChunkName: "panel" */ '../deaths/deaths')).Deaths
);

export interface OverviewProps {
  model: PanelModel;
  context: Context;
  point: SamplePoint;
  actions: KernelActions;
  themeVersion: number;
  trans: TranslationBundle;
}

/** The whole panel once there are figures. */
export function Overview(props: OverviewProps): JSX.Element {
  const { model, context, point, actions, trans } = props;
  const { groupKey, monitor } = model;
  return (
    <div className="jp-Headroom-overview" data-stale={monitor.status !== 'ok' || undefined}>
      <StaleNotice monitor={monitor} timeMs={point.timeMs} trans={trans} />
      <RangePicker
        ranges={model.ranges}
        range={model.range}
        asTable={model.asTable}
        onRange={range => (model.range = range)}
        onTable={asTable => (model.asTable = asTable)}
        trans={trans}
      />
      <PauseNotice model={model} trans={trans} />
      <div className="jp-Headroom-planes">
        {planesOf(context, groupKey).map(plane => (
          <PlanePanel {...props} key={`${plane.kind} ${plane.key}`} plane={plane} />
        ))}
      </div>
      {groupKey !== null && <Kernels {...props} groupKey={groupKey} />}
      {model.deaths.length > 0 && (
        <Deaths
          deaths={model.deaths}
          onExplain={report => void actions.explain(report)}
          trans={trans}
        />
      )}
      <OtherGroups
        context={context}
        point={point}
        groupKey={groupKey}
        settings={model.settings.composite}
        onChoose={key => model.chooseGroup(key)}
        trans={trans}
      />
      <Problems problems={context.problems} trans={trans} />
    </div>
  );
}

function Kernels(props: OverviewProps & { groupKey: string }): JSX.Element {
  const { model, context, point, actions, groupKey, trans } = props;
  const { history, latest } = model.monitor;
  return (
    <KernelList
      usages={kernelUsages({ context, points: history.points, latest }, groupKey)}
      groupKey={groupKey}
      limitSource={context.groups[groupKey]?.limitSource}
      point={point}
      activeKernelId={model.activeKernelId}
      actions={actions}
      trans={trans}
    />
  );
}
