import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { ChartMarker } from '../../../logic/memory/chart/chartMarkers';
import type { PlaneId } from '../../../logic/memory/plane';
import { tableRows } from '../../../logic/memory/chart/tableRows';
import type { Context, SamplePoint } from '../../../logic/types';
import { formatBytes } from '../../../logic/words/units';
import { markerDescription, sizeText } from '../../shared/memoryWords';

export interface PlaneTableProps {
  caption: string;
  plane: PlaneId;
  points: readonly SamplePoint[];
  /** Markers older than the first point are left out. */
  markers: readonly ChartMarker[];
  context: Context;
  trans: TranslationBundle;
}

/** As many rows as can be read at a glance. */
const ROWS = 12;

/** The chart's figures and deaths as a table, newest first. */
export function PlaneTable(props: PlaneTableProps): JSX.Element {
  const { caption, trans } = props;
  const rows = [...figureRows(props), ...markerRows(props)].sort((a, b) => b.timeMs - a.timeMs);
  return (
    <table className="jp-Headroom-table">
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{trans.__('Time')}</th>
          <th scope="col">{trans.__('Used')}</th>
          <th scope="col">{trans.__('Left')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, timeMs, cells }) => (
          <tr key={key}>
            <th scope="row">{new Date(timeMs).toLocaleTimeString()}</th>
            {cells}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface Row {
  key: string;
  timeMs: number;
  /** All cells except the time. */
  cells: JSX.Element;
}

function figureRows({ points, plane, context, trans }: PlaneTableProps): Row[] {
  return tableRows(points, plane, context, ROWS).map(row => ({
    key: `${row.timeMs}`,
    timeMs: row.timeMs,
    cells: (
      <>
        <td>{formatBytes(row.usedBytes)}</td>
        <td>{sizeText(row.headroomBytes, trans)}</td>
      </>
    )
  }));
}

function markerRows({ points, markers, trans }: PlaneTableProps): Row[] {
  const from = points[0]?.timeMs ?? Infinity;
  return markers
    .filter(({ timeMs }) => timeMs >= from)
    .map(({ timeMs, kind }, index) => ({
      key: `${timeMs}-${kind}-${index}`,
      timeMs,
      cells: (
        <td className="jp-Headroom-tableDeath" colSpan={2}>
          {markerDescription(kind, trans)}
        </td>
      )
    }));
}
