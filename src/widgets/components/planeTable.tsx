import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { TableRow } from '../../logic/tableRows';
import { formatBytes } from '../../logic/units';
import { sizeText } from '../words';

export interface PlaneTableProps {
  caption: string;
  rows: readonly TableRow[];
  trans: TranslationBundle;
}

/** The chart's figures in words, newest first. */
export function PlaneTable(props: PlaneTableProps): JSX.Element {
  const { caption, rows, trans } = props;
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
        {rows.map(row => (
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
