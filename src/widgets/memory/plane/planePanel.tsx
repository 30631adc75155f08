import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { inRange } from '../../../logic/memory/chart/chartData';
import { chartMarkers } from '../../../logic/memory/chart/chartMarkers';
import { levelOf } from '../../../logic/memory/headroom';
import { planeTrend, readPlane } from '../../../logic/memory/plane';
import type { PlaneId } from '../../../logic/memory/plane';
import { isQuiet } from '../../../logic/memory/summary';
import { timeToLimitMs } from '../../../logic/memory/trend';
import type { Trend } from '../../../logic/memory/trend';
import type { Context, SamplePoint } from '../../../logic/types';
import { limitOwner } from '../../../logic/words/limitOwner';
import { formatBytes } from '../../../logic/words/units';
import { RANGES_MS } from '../../../model/memory/panel';
import type { PanelModel } from '../../../model/memory/panel';
import { chartInput } from '../chart/chartInput';
import { durationText, kernelName, limitTitle, planeName } from '../../shared/memoryWords';
import { lazily } from '../../shared/lazily';
import { MemoryChartView } from '../chart/memoryChart';
import { limitBadges } from '../../shared/planeBadges';
import { PlaneCard } from './planeCard';

export interface PlanePanelProps {
  plane: PlaneId;
  model: PanelModel;
  context: Context;
  point: SamplePoint;
  themeVersion: number;
  trans: TranslationBundle;
}

/** Loaded lazily: it explains every figure, but is folded away at first. */
const PlaneDetails = lazily(
  async () => (await import(/* webpackChunkName: "panel" */ './planeDetails')).PlaneDetails
);

/** Loaded lazily: it replaces the chart only on request. */
const PlaneTable = lazily(
  async () => (await import(/* webpackChunkName: "panel" */ '../chart/planeTable')).PlaneTable
);

/** One plane: its card with the chart or table, and its details. */
export function PlanePanel(props: PlanePanelProps): JSX.Element {
  const { plane, model, context, point, trans } = props;
  const reading = readPlane(plane, point, context);
  const { headroomBytes, limitBytes } = reading;
  const { latest, history } = model.monitor;
  const trend = planeTrend(plane, history.points, context);
  return (
    <PlaneCard
      title={planeName(plane, context, trans)}
      reading={reading}
      level={levelOf(headroomBytes, limitBytes, model.settings.composite)}
      badges={plane.kind === 'ram' ? limitBadges(latest?.groups[plane.key], trans) : []}
      source={planeSource(plane, context, trans)}
      sourceTitle={planeTitle(plane, context, trans)}
      forecast={forecast(trend, headroomBytes, trans)}
      trans={trans}
    >
      <ChartOrTable {...props} headroomBytes={headroomBytes} />
      <PlaneDetails sources={{ plane, context, point, latest, trend }} trans={trans} />
    </PlaneCard>
  );
}

/** The history as a chart or table; nothing for a GPU on which nothing has happened. */
function ChartOrTable(
  props: PlanePanelProps & { headroomBytes: number | null }
): JSX.Element | null {
  const { plane, model, context } = props;
  if (isQuiet(plane, visible(model), context)) {
    return null;
  }
  return model.asTable ? <Table {...props} /> : <Chart {...props} />;
}

function visible(model: PanelModel): readonly SamplePoint[] {
  return inRange(model.monitor.history.points, RANGES_MS[model.range]);
}

function Table({ plane, model, context, trans }: PlanePanelProps): JSX.Element {
  return (
    <PlaneTable
      caption={trans.__(
        '%1: the fullest moment of each part of the range',
        planeName(plane, context, trans)
      )}
      plane={plane}
      points={visible(model)}
      markers={chartMarkers(model.deaths, plane, context)}
      context={context}
      trans={trans}
    />
  );
}

function Chart(props: PlanePanelProps & { headroomBytes: number | null }): JSX.Element {
  const { plane, model, context, point, themeVersion, headroomBytes, trans } = props;
  const settings = model.settings.composite;
  // Redraws the chart only when one of these changes, not on every render of the panel.
  const input = React.useMemo(
    () => chartInput(plane, model, context),
    [plane.kind, plane.key, model.range, point, context, settings, model.deaths]
  );
  const title = planeName(plane, context, trans);
  return (
    <MemoryChartView
      input={input}
      themeVersion={themeVersion}
      label={
        headroomBytes === null
          ? trans.__('%1: chart of the used memory', title)
          : trans.__('%1: chart of the used memory; %2 left now', title, formatBytes(headroomBytes))
      }
      nameOf={key => {
        const kernel = context.kernels[key];
        return kernel ? kernelName(kernel) : key;
      }}
      trans={trans}
    />
  );
}

/** When the limit will be reached if the trend continues; empty while that is unclear. */
function forecast(
  trend: Trend | null,
  headroomBytes: number | null,
  trans: TranslationBundle
): string {
  const ms = timeToLimitMs(trend, headroomBytes);
  return trend === null || ms === null
    ? ''
    : trans.__(
        'Grows by %1 a second: full in about %2.',
        formatBytes(trend.bytesPerSecond),
        durationText(ms, trans)
      );
}

function planeTitle(plane: PlaneId, context: Context, trans: TranslationBundle): string {
  const source = plane.kind === 'ram' ? context.groups[plane.key]?.limitSource : undefined;
  return source ? limitTitle(source, trans) : '';
}

function planeSource(plane: PlaneId, context: Context, trans: TranslationBundle): string {
  if (plane.kind === 'ram') {
    const source = context.groups[plane.key]?.limitSource;
    return source ? limitOwner(source, trans).limit : '';
  }
  return context.gpus[plane.key]?.name ?? '';
}
