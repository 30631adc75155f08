import type uPlot from 'uplot';

import type { Level } from '../../../logic/memory/headroom';
import type { ChartColumns, Layer } from '../../../logic/memory/chart/chartData';
import type { ChartMarker, MarkerKind } from '../../../logic/memory/chart/chartMarkers';
import { agoTicks, byteTicks } from '../../../logic/memory/chart/ticks';
import { paletteIndex } from './chartTheme';
import type { ChartTheme } from './chartTheme';

/** Label texts, passed in because the chart itself does no translation. */
export interface ChartWords {
  size(bytes: number): string;
  /** Label on the time axis for a moment this many seconds ago. */
  ago(seconds: number): string;
  /** Short label beside a marker. */
  marker(kind: MarkerKind): string;
}

/** Everything a chart shows at one time. */
export interface ChartInput {
  columns: ChartColumns;
  /** Infinity for all available samples. */
  rangeMs: number;
  /** The used memory at which headroom becomes tight or critical. */
  thresholds: readonly { level: Level; bytes: number }[];
  markers: readonly ChartMarker[];
}

/** Leaves a little space above the limit line. */
const ABOVE_LIMIT = 1.06;
/** Pixels that a tick label needs, including the space around it. */
const TIME_LABEL_PX = 72;
const SIZE_LABEL_PX = 26;
const SIZE_AXIS_PX = 52;

function largest(column: readonly (number | null)[] | undefined): number {
  return (column ?? []).reduce<number>((max, v) => Math.max(max, v ?? 0), 0);
}

/** Top of the size axis, set by the limit so that the empty part shows the headroom. */
export function topBytes({ columns }: ChartInput): number {
  const used = largest(columns.tops[columns.tops.length - 1]);
  const limit = largest(columns.limit);
  return Math.max(used, limit) * ABOVE_LIMIT || 1;
}

/** The shortest span shown; anything shorter would show little but noise. */
const MIN_SPAN_SECONDS = 60;

/**
 * Left and right end of the time axis, in seconds since the epoch. It starts at
 * the first sample that has a value for the plane and grows up to the range.
 */
export function timeSpan({ columns, rangeMs }: ChartInput): [number, number] {
  const { times, tops } = columns;
  const now = times[times.length - 1] ?? 0;
  const used = tops[tops.length - 1] ?? [];
  const known = times[used.findIndex(bytes => bytes !== null)] ?? times[0] ?? now;
  const first = Math.min(known, now - MIN_SPAN_SECONDS);
  return [Math.max(first, now - rangeMs / 1000), now];
}

export function layerColor(layer: Layer, theme: ChartTheme): string {
  if (layer.kind !== 'kernel') {
    return theme[layer.kind];
  }
  return theme.kernels[paletteIndex(layer.kernelKey)] ?? theme.others;
}

function layerSeries(layer: Layer, theme: ChartTheme): uPlot.Series {
  const color = layerColor(layer, theme);
  return {
    stroke: color,
    fill: color,
    width: 1,
    points: { show: false }
  };
}

function limitSeries(theme: ChartTheme): uPlot.Series {
  return {
    stroke: theme.limit,
    width: 1.5,
    dash: [6, 3],
    points: { show: false }
  };
}

function axes(input: () => ChartInput, words: ChartWords, theme: ChartTheme): uPlot.Axis[] {
  const common = {
    stroke: theme.axis,
    font: theme.font,
    ticks: { show: false },
    gap: 4
  };
  const steps = (px: number, each: number) =>
    Math.max(1, Math.floor(px / window.devicePixelRatio / each));
  return [
    {
      ...common,
      grid: { show: false },
      size: 26,
      gap: 8,
      splits: self => {
        const [from, now] = timeSpan(input());
        const count = steps(self.bbox.width, TIME_LABEL_PX);
        return agoTicks(now - from, count).map(seconds => now - seconds);
      },
      values: (_self, moments) => {
        const [, now] = timeSpan(input());
        return moments.map(moment => words.ago(Math.round(now - moment)));
      }
    },
    {
      ...common,
      grid: { stroke: theme.grid, width: 1 },
      size: SIZE_AXIS_PX,
      splits: (self, _axis, _min, max) => byteTicks(max, steps(self.bbox.height, SIZE_LABEL_PX)),
      values: (_self, sizes) => sizes.map(words.size)
    }
  ];
}

/** The options of a chart with the layers that `input()` has at the time of the call. */
export function chartOptions(
  size: { width: number; height: number },
  input: () => ChartInput,
  words: ChartWords,
  theme: ChartTheme
): uPlot.Options {
  const { layers } = input().columns;
  return {
    ...size,
    padding: [8, 14, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false } },
    scales: {
      x: { time: true, range: () => timeSpan(input()) },
      y: { range: () => [0, topBytes(input())] }
    },
    axes: axes(input, words, theme),
    series: [{}, ...layers.map(layer => layerSeries(layer, theme)), limitSeries(theme)],
    // Each layer is filled down to the top of the layer below it, not to zero.
    bands: layers.slice(1).map((_, i) => ({ series: [i + 2, i + 1] }))
  };
}

/** The columns in the order of `chartOptions().series`. */
export function chartRows({ columns }: ChartInput): uPlot.AlignedData {
  return [columns.times, ...columns.tops, columns.limit];
}
