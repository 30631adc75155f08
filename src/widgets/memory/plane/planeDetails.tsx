import type { TranslationBundle } from '@jupyterlab/translation';
import { infoIcon } from '@jupyterlab/ui-components';
import * as React from 'react';

import type { DetailRow, DetailSources } from './detailRow';
import { detailRows } from './figures';

export interface PlaneDetailsProps {
  sources: DetailSources;
  trans: TranslationBundle;
}

/** All figures of a plane, folded away; each can show how it is known. */
export function PlaneDetails({ sources, trans }: PlaneDetailsProps): JSX.Element {
  return (
    <details className="jp-Headroom-details">
      <summary>{trans.__('Details')}</summary>
      <dl>
        {detailRows(sources, trans).map(row => (
          <Detail key={row.label} row={row} trans={trans} />
        ))}
      </dl>
    </details>
  );
}

function Detail(props: { row: DetailRow; trans: TranslationBundle }): JSX.Element {
  const { row, trans } = props;
  const [isOpen, setOpen] = React.useState(false);
  const id = React.useId();
  return (
    <div className="jp-Headroom-detail">
      <dt>
        {row.label}
        <button
          type="button"
          className="jp-Headroom-iconButton"
          title={row.how}
          aria-label={trans.__('How do we know: %1', row.label)}
          aria-expanded={isOpen}
          aria-controls={id}
          onClick={() => setOpen(!isOpen)}
        >
          <infoIcon.react tag="span" width="12px" height="12px" />
        </button>
      </dt>
      <dd>{row.value}</dd>
      <dd id={id} className="jp-Headroom-how" hidden={!isOpen}>
        {row.how}
      </dd>
    </div>
  );
}
