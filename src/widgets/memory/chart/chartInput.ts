import { chartMarkers } from '../../../logic/memory/chart/chartMarkers';
import { chartColumns, inRange } from '../../../logic/memory/chart/chartData';
import { paletteOrder } from '../../../logic/memory/plane';
import type { PlaneId } from '../../../logic/memory/plane';
import type { Level, Thresholds } from '../../../logic/memory/headroom';
import type { Context } from '../../../logic/types';
import { RANGES_MS } from '../../../model/memory/panel';
import type { PanelModel } from '../../../model/memory/panel';
import type { ChartInput } from './chartOptions';

/** The current input for the chart of a plane. */
export function chartInput(plane: PlaneId, model: PanelModel, context: Context): ChartInput {
  const rangeMs = RANGES_MS[model.range];
  const columns = chartColumns({
    points: inRange(model.monitor.history.points, rangeMs),
    context,
    plane,
    kernelKeys: paletteOrder(plane, context),
    isEnded: key => plane.kind === 'vram' || model.monitor.wasInGroup(key, plane.key)
  });
  const limit = columns.limit[columns.limit.length - 1] ?? null;
  return {
    columns,
    rangeMs,
    thresholds: limit === null ? [] : thresholds(limit, model.settings.composite),
    markers: chartMarkers(model.deaths, plane, context)
  };
}

/** The used memory at which each level begins. */
function thresholds(limitBytes: number, settings: Thresholds): { level: Level; bytes: number }[] {
  const at = (percent: number) => limitBytes * (1 - percent / 100);
  return [
    { level: 'tight', bytes: at(settings.tightPercent) },
    { level: 'critical', bytes: at(settings.criticalPercent) }
  ];
}
