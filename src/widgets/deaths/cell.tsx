import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { RunningCell } from '../../logic/types';

/** The source of the cell that was running, with a link to it. */
export function CellSection(props: {
  cell: RunningCell;
  /** null if the notebook is not open on this page, so there is nothing to jump to. */
  onReveal: (() => void) | null;
  trans: TranslationBundle;
}): JSX.Element {
  const { cell, onReveal, trans } = props;
  const heading =
    cell.position === null
      ? trans.__('Running at that moment')
      : trans.__('Running at that moment: cell %1', cell.position);
  return (
    <section className="jp-Headroom-report-cell">
      <h3>
        {heading}
        {onReveal && cell.cellId !== null && (
          <button type="button" className="jp-Headroom-link" onClick={onReveal}>
            {trans.__('Show it')}
          </button>
        )}
      </h3>
      <pre tabIndex={0} aria-label={heading}>
        <code>{cell.source}</code>
      </pre>
    </section>
  );
}
