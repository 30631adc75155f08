import { chartColumns, inRange } from '../logic/chartData';
import { paletteOrder } from '../logic/plane';
import type { PlaneId } from '../logic/plane';
import type { Level, Thresholds } from '../logic/headroom';
import type { Context, DeathReport } from '../logic/types';
import { RANGES_MS } from '../model/panel';
import type { PanelModel } from '../model/panel';
import type { ChartInput, ChartMarker } from './chartOptions';

/** What the chart of a plane shows now. */
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
    markers: markers(model.deaths, plane)
  };
}

/** Used memory from which on a level begins. */
function thresholds(limitBytes: number, settings: Thresholds): { level: Level; bytes: number }[] {
  const at = (percent: number) => limitBytes * (1 - percent / 100);
  return [
    { level: 'tight', bytes: at(settings.tightPercent) },
    { level: 'critical', bytes: at(settings.criticalPercent) }
  ];
}

/**
 * Deaths of kernels that were counted in the plane. An OOM kill stands out
 * where it belongs: in RAM, never on a GPU.
 */
function markers(deaths: readonly DeathReport[], plane: PlaneId): ChartMarker[] {
  return deaths
    .filter(({ kernel }) => plane.kind === 'vram' || (kernel.groupKey ?? plane.key) === plane.key)
    .map(({ timeMs, cause }) => ({
      timeMs,
      level: plane.kind === 'ram' && cause.startsWith('oom-kill') ? 'critical' : 'ok'
    }));
}
