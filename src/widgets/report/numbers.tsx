import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { reportNumbers } from '../../logic/reportNumbers';
import type { DeathReport } from '../../logic/types';

/** Used, limit, headroom, peak, and the GPU plane apart. */
export function Numbers(props: { report: DeathReport; trans: TranslationBundle }): JSX.Element {
  return (
    <dl className="jp-Headroom-report-numbers">
      {reportNumbers(props.report, props.trans).map(number => (
        <div key={number.label} className="jp-Headroom-report-number">
          <dt>{number.label}</dt>
          <dd>
            {number.value}
            {number.note && <small>{number.note}</small>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
