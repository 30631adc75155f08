import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { explain } from '../../logic/deaths/explain';
import type { DeathReport } from '../../logic/types';
import { kernelName } from '../shared/memoryWords';

export interface DeathsProps {
  /** Newest first. */
  deaths: readonly DeathReport[];
  onExplain(report: DeathReport): void;
  trans: TranslationBundle;
}

/** More would push the kernels out of view; older deaths are folded away. */
const SHOWN = 3;

/** Kernels that died, and why; renders nothing while there are none. */
export function Deaths(props: DeathsProps): JSX.Element | null {
  const { deaths, trans } = props;
  const older = deaths.slice(SHOWN);
  return deaths.length === 0 ? null : (
    <section className="jp-Headroom-deaths" aria-label={trans.__('Deaths')}>
      <h3>{trans.__('Deaths')}</h3>
      <Rows {...props} deaths={deaths.slice(0, SHOWN)} />
      {older.length > 0 && (
        <details className="jp-Headroom-details">
          <summary>{trans.__('%1 older', older.length)}</summary>
          <Rows {...props} deaths={older} />
        </details>
      )}
    </section>
  );
}

function Rows({ deaths, onExplain, trans }: DeathsProps): JSX.Element {
  return (
    <ul>
      {deaths.map(report => (
        <li key={report.id}>
          <button type="button" onClick={() => onExplain(report)}>
            <span>{explain({ report, cell: null, trans }).title}</span>
            <span className="jp-Headroom-source">
              {new Date(report.timeMs).toLocaleTimeString()} · {kernelName(report.kernel)}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
