import type uPlot from 'uplot';

import type { ChartMarker } from '../../../logic/memory/chart/chartMarkers';
import type { Level } from '../../../logic/memory/headroom';
import type { ChartInput, ChartWords } from './chartOptions';
import type { ChartTheme } from './chartTheme';

function levelColor(level: Level, theme: ChartTheme): string {
  return level === 'critical' || level === 'tight' ? theme[level] : theme.axis;
}

/** Draws threshold lines and event markers on top of the areas. */
export function drawOverlay(
  plot: uPlot,
  input: ChartInput,
  words: ChartWords,
  theme: ChartTheme
): void {
  const { ctx } = plot;
  ctx.save();
  ctx.lineWidth = window.devicePixelRatio;
  for (const { level, bytes } of input.thresholds) {
    drawThreshold(plot, bytes, levelColor(level, theme));
  }
  const below = Math.max(
    ...input.thresholds.map(({ bytes }) => plot.valToPos(bytes, 'y', true)),
    0
  );
  let labelledFrom = Infinity;
  // Newest first: if labels would overlap, the newest one gets the space.
  for (const marker of [...input.markers].sort((a, b) => b.timeMs - a.timeMs)) {
    const color = levelColor(marker.level, theme);
    const place = drawMarker(plot, input, marker, color);
    if (place) {
      // Below the threshold lines, which would otherwise cross the label.
      const y = Math.max(place.y, below);
      const label = { x: place.x, y, text: words.marker(marker.kind), font: theme.font, color };
      labelledFrom = drawLabel(plot, label, labelledFrom);
    }
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

interface Place {
  x: number;
  y: number;
}

/** A line topped by a cross, for something that ended here. Null if outside the plot. */
function drawMarker(
  plot: uPlot,
  input: ChartInput,
  { timeMs, atBytes }: ChartMarker,
  color: string
): Place | null {
  const { ctx, bbox } = plot;
  const x = Math.round(plot.valToPos(timeMs / 1000, 'x', true));
  if (x < bbox.left || x > bbox.left + bbox.width) {
    return null;
  }
  const arm = 4 * window.devicePixelRatio;
  const y = atBytes === null ? bbox.top + arm : Math.round(plot.valToPos(atBytes, 'y', true));
  ctx.strokeStyle = color;
  if (atBytes !== null) {
    drawRise(plot, input, timeMs / 1000, { x, y });
  }
  ctx.setLineDash([]);
  ctx.beginPath();
  ctx.moveTo(x, y + arm);
  ctx.lineTo(x, bbox.top + bbox.height);
  ctx.moveTo(x - arm, y - arm);
  ctx.lineTo(x + arm, y + arm);
  ctx.moveTo(x + arm, y - arm);
  ctx.lineTo(x - arm, y + arm);
  ctx.stroke();
  return { x, y };
}

/** From the last sample to the limit that was reached; dotted because it was not measured. */
function drawRise(plot: uPlot, { columns }: ChartInput, seconds: number, end: Place): void {
  const { times, tops } = columns;
  const before = times.filter(time => time <= seconds).length - 1;
  const time = times[before];
  const used = tops[tops.length - 1]?.[before] ?? null;
  if (time === undefined || used === null) {
    return;
  }
  const { ctx } = plot;
  ctx.setLineDash([1, 2].map(px => px * window.devicePixelRatio));
  ctx.beginPath();
  ctx.moveTo(plot.valToPos(time, 'x', true), plot.valToPos(used, 'y', true));
  ctx.lineTo(end.x, end.y);
  ctx.stroke();
}

interface Label extends Place {
  text: string;
  font: string;
  color: string;
}

/**
 * Labels a marker if there is room to the left of `takenFrom`, the leftmost x already in use;
 * returns the new leftmost x.
 */
function drawLabel(plot: uPlot, label: Label, takenFrom: number): number {
  const { ctx, bbox } = plot;
  const { devicePixelRatio } = window;
  const { text, x, y } = label;
  const gap = 7 * devicePixelRatio;
  // The font size is in CSS pixels, but the canvas uses device pixels.
  ctx.font = label.font.replace(/[\d.]+px/, size => `${parseFloat(size) * devicePixelRatio}px`);
  const width = ctx.measureText(text).width;
  const right = x + gap;
  const fitsRight = right + width <= Math.min(bbox.left + bbox.width, takenFrom);
  const left = x - gap - width;
  if (!fitsRight && (left < bbox.left || x > takenFrom)) {
    return Math.min(takenFrom, x);
  }
  ctx.fillStyle = label.color;
  ctx.textAlign = 'left';
  ctx.textBaseline = 'top';
  ctx.fillText(text, fitsRight ? right : left, y + 3 * devicePixelRatio);
  return Math.min(takenFrom, fitsRight ? x : left);
}
