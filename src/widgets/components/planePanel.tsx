import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { levelOf } from '../../logic/headroom';
import { readPlane } from '../../logic/plane';
import type { PlaneId } from '../../logic/plane';
import type { Context, SamplePoint } from '../../logic/types';
import { formatBytes } from '../../logic/units';
import type { PanelModel } from '../../model/panel';
import { chartInput } from '../chartInput';
import { kernelName, limitText } from '../words';
import { MemoryChartView } from './memoryChart';
import { PlaneCard } from './planeCard';

export interface PlanePanelProps {
  plane: PlaneId;
  model: PanelModel;
  context: Context;
  point: SamplePoint;
  themeVersion: number;
  trans: TranslationBundle;
}

/** One plane with its chart. */
export function PlanePanel(props: PlanePanelProps): JSX.Element {
  const { plane, model, context, point, themeVersion, trans } = props;
  const reading = readPlane(plane, point, context);
  const { headroomBytes, limitBytes } = reading;
  const settings = model.settings.composite;
  const level = levelOf(headroomBytes, limitBytes, settings);
  const title = planeTitle(plane, context, trans);
  const input = React.useMemo(
    () => chartInput(plane, model, context),
    [plane.kind, plane.key, model.range, point, context, settings, model.markers]
  );
  return (
    <PlaneCard
      title={title}
      reading={reading}
      level={level}
      source={planeSource(plane, context, trans)}
      trans={trans}
    >
      <MemoryChartView
        input={input}
        themeVersion={themeVersion}
        label={
          headroomBytes === null
            ? trans.__('%1: chart of the used memory', title)
            : trans.__(
                '%1: chart of the used memory; %2 left now',
                title,
                formatBytes(headroomBytes)
              )
        }
        nameOf={key => {
          const kernel = context.kernels[key];
          return kernel ? kernelName(kernel) : key;
        }}
        trans={trans}
      />
    </PlaneCard>
  );
}

function planeTitle(plane: PlaneId, context: Context, trans: TranslationBundle): string {
  if (plane.kind === 'ram') {
    return trans.__('RAM');
  }
  const gpu = context.gpus[plane.key];
  return gpu?.index === null || gpu === undefined
    ? trans.__('VRAM')
    : trans.__('VRAM of GPU %1', gpu.index);
}

function planeSource(plane: PlaneId, context: Context, trans: TranslationBundle): string {
  if (plane.kind === 'ram') {
    const source = context.groups[plane.key]?.limitSource;
    return source ? limitText(source, trans) : '';
  }
  return context.gpus[plane.key]?.name ?? '';
}
