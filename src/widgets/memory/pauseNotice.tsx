import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { pauseOf } from '../../logic/memory/kernelStates';
import type { PanelModel } from '../../model/memory/panel';
import { kernelName, pauseText } from '../shared/memoryWords';

export interface PauseNoticeProps {
  model: PanelModel;
  trans: TranslationBundle;
}

/** Says why the kernel of the current document has no figures at the moment. */
export function PauseNotice({ model, trans }: PauseNoticeProps): JSX.Element | null {
  const text = textOf(model, trans);
  return text === '' ? null : (
    <p className="jp-Headroom-hint jp-Headroom-pause" role="status">
      {text}
    </p>
  );
}

function textOf({ activeKernelId, monitor }: PanelModel, trans: TranslationBundle): string {
  if (activeKernelId === null) {
    return '';
  }
  const kernel = monitor.kernelById(activeKernelId);
  return kernel === null
    ? trans.__(
        'The kernel in front is not among those of this server, or not yet: the limit it runs under is not known.'
      )
    : pauseText(kernelName(kernel), pauseOf(kernel, monitor.latest?.kernels[kernel.key]), trans);
}
