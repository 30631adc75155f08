import type { IDisposable } from '@lumino/disposable';
import { JSONExt } from '@lumino/coreutils';
import uPlot from 'uplot';

import { chartOptions, chartRows } from './chartOptions';
import type { ChartInput, ChartWords } from './chartOptions';
import { drawOverlay } from './chartOverlay';
import { readChartTheme } from './chartTheme';
import type { ChartTheme } from './chartTheme';

/** Called with the sample under the cursor and its position, or null when the cursor leaves. */
export type OnHover = (hover: { index: number; leftPx: number; widthPx: number } | null) => void;

/** Plots used memory against its limit on a canvas that fills its node. */
export class MemoryChart implements IDisposable {
  constructor(
    private readonly _node: HTMLElement,
    private readonly _words: ChartWords,
    private readonly _onHover: OnHover
  ) {
    this._resized = new ResizeObserver(() => this._resize());
    this._resized.observe(_node);
    this._theme = readChartTheme(_node);
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** Shows new data. The plot is rebuilt only if the set of layers has changed. */
  update(input: ChartInput): void {
    const before = this._input;
    this._input = input;
    const sameLayers = before !== null && JSONExt.deepEqual(layerKeys(before), layerKeys(input));
    if (this._plot === null || !sameLayers) {
      this._build();
      return;
    }
    this._plot.setData(chartRows(input));
  }

  /** Redraws in the colours of the current theme. */
  refreshTheme(): void {
    this._theme = readChartTheme(this._node);
    this._build();
  }

  /** Moves the cursor to a sample, as the mouse would; null hides the cursor. */
  pointAt(index: number | null): void {
    const moment = index === null ? undefined : this._plot?.data[0]?.[index];
    const left = moment === undefined ? -10 : (this._plot?.valToPos(moment, 'x') ?? -10);
    this._plot?.setCursor({ left, top: 0 });
  }

  dispose(): void {
    this._isDisposed = true;
    this._resized.disconnect();
    this._plot?.destroy();
    this._plot = null;
  }

  private _build(): void {
    this._plot?.destroy();
    this._plot = null;
    const input = this._input;
    const size = this._size();
    if (input === null || size.width === 0 || this._isDisposed) {
      return;
    }
    const options = chartOptions(size, () => this._input ?? input, this._words, this._theme);
    this._plot = new uPlot(
      {
        ...options,
        hooks: {
          draw: [plot => drawOverlay(plot, this._input ?? input, this._words, this._theme)],
          setCursor: [plot => this._hover(plot)]
        }
      },
      chartRows(input),
      this._node
    );
  }

  private _hover(plot: uPlot): void {
    const { idx, left } = plot.cursor;
    const inside = typeof idx === 'number' && left !== undefined && left >= 0;
    this._onHover(
      inside
        ? {
            index: idx,
            leftPx: left + plot.over.offsetLeft,
            widthPx: plot.width
          }
        : null
    );
  }

  private _size(): { width: number; height: number } {
    return { width: this._node.clientWidth, height: this._node.clientHeight };
  }

  private _resize(): void {
    const size = this._size();
    if (this._plot === null) {
      this._build();
    } else if (size.width > 0) {
      this._plot.setSize(size);
    }
  }

  private readonly _resized: ResizeObserver;
  private _theme: ChartTheme;
  private _plot: uPlot | null = null;
  private _input: ChartInput | null = null;
  private _isDisposed = false;
}

function layerKeys(input: ChartInput): string[] {
  return input.columns.layers.map(layer =>
    layer.kind === 'kernel' ? `kernel ${layer.kernelKey}` : layer.kind
  );
}
