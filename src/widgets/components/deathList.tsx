import { UseSignal } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { explain } from '../../logic/explain';
import type { DeathReport } from '../../logic/types';
import type { DeathsModel } from '../../model/deaths';

export interface DeathListProps {
  model: DeathsModel;
  trans: TranslationBundle;
  onExplain: (report: DeathReport) => void;
}

/** Recent deaths, newest first; each opens its explanation. */
export function DeathList(props: DeathListProps): JSX.Element {
  const { model, trans, onExplain } = props;
  return (
    <UseSignal signal={model.changed}>
      {() =>
        model.deaths.length === 0 ? (
          <p className="jp-Headroom-empty">
            {trans.__('No kernel has died since the server started.')}
          </p>
        ) : (
          <ul className="jp-Headroom-deathList">
            {model.deaths.map(report => (
              <DeathRow key={report.id} report={report} trans={trans} onExplain={onExplain} />
            ))}
          </ul>
        )
      }
    </UseSignal>
  );
}

function DeathRow(props: {
  report: DeathReport;
  trans: TranslationBundle;
  onExplain: (report: DeathReport) => void;
}): JSX.Element {
  const { report, trans, onExplain } = props;
  const died = new Date(report.timeMs);
  return (
    <li>
      <button type="button" className="jp-Headroom-deathRow" onClick={() => onExplain(report)}>
        <span className="jp-Headroom-deathRow-title">{explain(report, null, trans).title}</span>
        <span className="jp-Headroom-deathRow-where">
          {report.kernel.path ?? report.kernel.displayName ?? report.kernel.name}
        </span>
        <time dateTime={died.toISOString()} title={died.toLocaleString()}>
          {died.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })}
        </time>
      </button>
    </li>
  );
}
