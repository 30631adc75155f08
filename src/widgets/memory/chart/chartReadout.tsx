import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { ChartColumns, Layer } from '../../../logic/memory/chart/chartData';
import { markersAt } from '../../../logic/memory/chart/chartMarkers';
import type { ChartInput } from './chartOptions';
import { markerDescription, sizeText } from '../../shared/memoryWords';
import { Swatch } from './swatch';

/** The sample under the cursor, and the horizontal position of the cursor in the chart. */
export interface ReadoutPlace {
  index: number;
  leftPx: number;
  widthPx: number;
}

export interface ChartReadoutProps {
  input: ChartInput;
  place: ReadoutPlace;
  nameOf(kernelKey: string): string;
  trans: TranslationBundle;
}

/** The values under the cursor, shown on whichever side has room. */
export function ChartReadout(props: ChartReadoutProps): JSX.Element | null {
  const { input, place, nameOf, trans } = props;
  const { columns, markers } = input;
  const { index } = place;
  const time = columns.times[index];
  if (time === undefined) {
    return null;
  }
  const used = columns.tops[columns.tops.length - 1]?.[index] ?? null;
  const limit = columns.limit[index] ?? null;
  const headroom = used === null || limit === null ? null : limit - used;
  const onLeft = place.leftPx > place.widthPx / 2;
  return (
    <div className="jp-Headroom-readout" data-side={onLeft ? 'left' : 'right'} aria-live="polite">
      <strong>{new Date(time * 1000).toLocaleTimeString()}</strong>
      <span>{trans.__('%1 used', sizeText(used, trans))}</span>
      <span>{trans.__('%1 left', sizeText(headroom, trans))}</span>
      {markersAt(markers, columns.times, index).map(({ timeMs, kind }) => (
        <span key={timeMs} className="jp-Headroom-readoutDeath">
          {markerDescription(kind, trans)}
        </span>
      ))}
      <ul>
        {[...columns.layers.keys()].reverse().map(i => {
          const layer = columns.layers[i] as Layer;
          return (
            <li key={i}>
              <Swatch layer={layer} />
              <span className="jp-Headroom-readoutName">{layerName(layer, nameOf, trans)}</span>
              <span>{sizeText(thickness(columns, i, index), trans)}</span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function layerName(
  layer: Layer,
  nameOf: (kernelKey: string) => string,
  trans: TranslationBundle
): string {
  switch (layer.kind) {
    case 'kernel':
      return nameOf(layer.kernelKey);
    case 'ended':
      return trans.__('ended kernels');
    case 'others':
      return trans.__('everything else');
  }
}

function thickness(columns: ChartColumns, layer: number, index: number): number | null {
  const top = columns.tops[layer]?.[index] ?? null;
  const base = layer === 0 ? 0 : (columns.tops[layer - 1]?.[index] ?? 0);
  return top === null ? null : top - base;
}
