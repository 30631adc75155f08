import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { Problem } from '../../logic/types';

/** Lists what could not be read, once and at the end of the panel. */
export function Problems(props: {
  problems: readonly Problem[];
  trans: TranslationBundle;
}): JSX.Element | null {
  const { problems, trans } = props;
  return problems.length === 0 ? null : (
    <section aria-label={trans.__('Not readable')}>
      <h3>{trans.__('Not readable')}</h3>
      <ul className="jp-Headroom-problems">
        {problems.map(({ source, message }) => (
          <li key={`${source} ${message}`}>{message}</li>
        ))}
      </ul>
    </section>
  );
}
