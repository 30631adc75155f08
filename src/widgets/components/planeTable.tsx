import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { PlaneId } from '../../logic/plane';
import { tableRows } from '../../logic/tableRows';
import type { Context, SamplePoint } from '../../logic/types';
import { formatBytes } from '../../logic/units';
import { sizeText } from '../words';

export interface PlaneTableProps {
  caption: string;
  plane: PlaneId;
  points: readonly SamplePoint[];
  context: Context;
  trans: TranslationBundle;
}

/** As many as can be read at a glance. */
const ROWS = 12;

/** The chart's figures in words, newest first. */
export function PlaneTable(props: PlaneTableProps): JSX.Element {
  const { caption, plane, points, context, trans } = props;
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
        {tableRows(points, plane, context, ROWS).map(row => (
          <tr key={row.timeMs}>
            <th scope="row">{new Date(row.timeMs).toLocaleTimeString()}</th>
            <td>{formatBytes(row.usedBytes)}</td>
            <td>{sizeText(row.headroomBytes, trans)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
