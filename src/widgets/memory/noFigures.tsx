import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { MonitorModel } from '../../model/memory/monitor';
import { Notice } from '../shared/notice';

export interface NoFiguresProps {
  monitor: MonitorModel;
  trans: TranslationBundle;
}

/** A terminal command, so it is not translated. */
const ENABLE = 'jupyter server extension enable jupyterlab_headroom';

/** Says why there are no figures to show yet. */
export function NoFigures(props: NoFiguresProps): JSX.Element {
  const { monitor, trans } = props;
  const action = {
    label: trans.__('Try again'),
    run: () => void monitor.refresh()
  };
  switch (monitor.status) {
    case 'absent':
      return (
        <Notice title={trans.__('The server part is not enabled')} action={action}>
          <p>
            {trans.__(
              'The figures come from the Jupyter server. Where it runs, enter this and restart it:'
            )}
          </p>
          <code>{ENABLE}</code>
        </Notice>
      );
    case 'unreachable':
      return (
        <Notice title={trans.__('No figures')} action={action}>
          <p>{monitor.problem?.message}</p>
          <p>{trans.__('It is asked again by itself from time to time.')}</p>
        </Notice>
      );
    case 'starting':
    case 'ok':
      return (
        <p className="jp-Headroom-hint" role="status">
          {trans.__('The first figures are on their way…')}
        </p>
      );
  }
}
