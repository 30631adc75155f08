import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { MonitorModel } from '../../model/memory/monitor';
import { Notice } from '../shared/notice';

/** Shown above figures that are out of date. */
export function StaleNotice(props: {
  monitor: MonitorModel;
  timeMs: number;
  trans: TranslationBundle;
}): JSX.Element | null {
  const { monitor, timeMs, trans } = props;
  if (monitor.status === 'ok' || monitor.status === 'starting') {
    return null;
  }
  const time = new Date(timeMs).toLocaleTimeString();
  return (
    <Notice
      title={trans.__('No new figures since %1', time)}
      action={{
        label: trans.__('Try again'),
        run: () => void monitor.refresh()
      }}
    >
      <p>{monitor.problem?.message}</p>
    </Notice>
  );
}
