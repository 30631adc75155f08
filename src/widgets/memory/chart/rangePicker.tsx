import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { Range } from '../../../model/memory/panel';

export interface RangePickerProps {
  /** The ranges on offer. */
  ranges: readonly Range[];
  range: Range;
  asTable: boolean;
  onRange(range: Range): void;
  onTable(asTable: boolean): void;
  trans: TranslationBundle;
}

/** Selects how far back the charts reach, and whether tables replace them. */
export function RangePicker(props: RangePickerProps): JSX.Element {
  const { ranges, range, asTable, onRange, onTable, trans } = props;
  const words: Record<Range, readonly [label: string, caption: string]> = {
    minute: [trans.__('1 min'), trans.__('The last minute')],
    tenMinutes: [trans.__('10 min'), trans.__('The last ten minutes')],
    hour: [trans.__('1 h'), trans.__('The last hour')],
    sixHours: [trans.__('6 h'), trans.__('The last six hours')],
    all: [trans.__('All'), trans.__('Everything that is remembered')]
  };
  return (
    <div className="jp-Headroom-ranges" role="toolbar" aria-label={trans.__('Charts')}>
      {ranges.map(value => (
        <button
          key={value}
          type="button"
          title={words[value][1]}
          aria-pressed={value === range}
          onClick={() => onRange(value)}
        >
          {words[value][0]}
        </button>
      ))}
      <button
        type="button"
        title={trans.__('Show the figures as a table')}
        aria-pressed={asTable}
        onClick={() => onTable(!asTable)}
      >
        {trans.__('Table')}
      </button>
    </div>
  );
}
