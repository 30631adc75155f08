import type uPlot from 'uplot';

import type { ChartInput } from './chartOptions';
import type { ChartTheme } from './chartTheme';
import type { Level } from '../logic/headroom';

function levelColor(level: Level, theme: ChartTheme): string {
  return level === 'critical' || level === 'tight' ? theme[level] : theme.axis;
}

/** Threshold lines across, and markers of moments, over the areas. */
export function drawOverlay(plot: uPlot, input: ChartInput, theme: ChartTheme): void {
  const { ctx } = plot;
  ctx.save();
  ctx.lineWidth = window.devicePixelRatio;
  for (const { level, bytes } of input.thresholds) {
    drawThreshold(plot, bytes, levelColor(level, theme));
  }
  for (const { timeMs, level } of input.markers) {
    drawMarker(plot, timeMs / 1000, levelColor(level, theme));
  }
  ctx.restore();
}

function drawThreshold(plot: uPlot, bytes: number, color: string): void {
  const { ctx, bbox } = plot;
  const y = Math.round(plot.valToPos(bytes, 'y', true));
  ctx.strokeStyle = color;
  ctx.setLineDash([2, 4].map(px => px * window.devicePixelRatio));
  ctx.beginPath();
  ctx.moveTo(bbox.left, y);
  ctx.lineTo(bbox.left + bbox.width, y);
  ctx.stroke();
}

/** A line with a cross at its head: something ended here. */
function drawMarker(plot: uPlot, seconds: number, color: string): void {
  const { ctx, bbox } = plot;
  const x = Math.round(plot.valToPos(seconds, 'x', true));
  if (x < bbox.left || x > bbox.left + bbox.width) {
    return;
  }
  const arm = 4 * window.devicePixelRatio;
  const y = bbox.top + arm;
  ctx.strokeStyle = color;
  ctx.setLineDash([]);
  ctx.beginPath();
  ctx.moveTo(x, y + arm);
  ctx.lineTo(x, bbox.top + bbox.height);
  ctx.moveTo(x - arm, y - arm);
  ctx.lineTo(x + arm, y + arm);
  ctx.moveTo(x + arm, y - arm);
  ctx.lineTo(x - arm, y + arm);
  ctx.stroke();
}
