import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { kernelsOf } from '../../logic/headroom';
import { kernelShare, planesOf } from '../../logic/plane';
import type { Context, KernelControl, KernelInfo, SamplePoint } from '../../logic/types';
import type { PanelModel } from '../../model/panel';
import { KernelList } from './kernelList';
import { PlanePanel } from './planePanel';
import { RangePicker } from './rangePicker';
import { StaleNotice } from './staleNotice';

export interface OverviewProps {
  model: PanelModel;
  context: Context;
  point: SamplePoint;
  control: KernelControl;
  themeVersion: number;
  trans: TranslationBundle;
}

/** The whole panel while there are figures. */
export function Overview(props: OverviewProps): JSX.Element {
  const { model, context, point, control, themeVersion, trans } = props;
  const { groupKey, monitor } = model;
  const kernels = groupKey === null ? [] : largestFirst(context, point, groupKey);
  return (
    <div className="jp-Headroom-overview">
      <StaleNotice monitor={monitor} timeMs={point.timeMs} trans={trans} />
      <RangePicker
        range={model.range}
        asTable={model.asTable}
        onRange={range => (model.range = range)}
        onTable={asTable => (model.asTable = asTable)}
        trans={trans}
      />
      <div className="jp-Headroom-planes">
        {planesOf(context, groupKey).map(plane => (
          <PlanePanel
            key={`${plane.kind} ${plane.key}`}
            plane={plane}
            model={model}
            context={context}
            point={point}
            themeVersion={themeVersion}
            trans={trans}
          />
        ))}
      </div>
      {groupKey !== null && (
        <KernelList
          kernels={kernels}
          groupKey={groupKey}
          point={point}
          activeKernelId={model.activeKernelId}
          onOpen={kernel => void control.open(kernel)}
          trans={trans}
        />
      )}
    </div>
  );
}

function largestFirst(context: Context, point: SamplePoint, groupKey: string): KernelInfo[] {
  const plane = { kind: 'ram' as const, key: groupKey };
  const bytes = ({ key }: KernelInfo) => kernelShare(plane, point, key) ?? -1;
  return kernelsOf(context, groupKey).sort((a, b) => bytes(b) - bytes(a));
}
