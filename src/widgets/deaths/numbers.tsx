import * as React from 'react';

import type { ReportNumber } from '../../logic/deaths/report/reportNumbers';

/** Used memory, limit and peak, with the GPU plane listed separately. */
export function Numbers(props: { numbers: readonly ReportNumber[] }): JSX.Element | null {
  if (props.numbers.length === 0) {
    return null;
  }
  return (
    <dl className="jp-Headroom-report-numbers">
      {props.numbers.map(number => (
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
