import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { KernelInfo } from '../../logic/types';
import { kernelName, sizeText, stateText } from '../words';
import { Swatch } from './swatch';

export interface KernelRowProps {
  kernel: KernelInfo;
  ramBytes: number | null;
  isActive: boolean;
  onOpen(kernel: KernelInfo): void;
  trans: TranslationBundle;
}

/** One kernel: whose it is, what it does, what it takes. */
export function KernelRow(props: KernelRowProps): JSX.Element {
  const { kernel, ramBytes, isActive, onOpen, trans } = props;
  const name = kernelName(kernel);
  return (
    <li className="jp-Headroom-kernel" data-active={isActive || undefined}>
      <Swatch layer={{ kind: 'kernel', kernelKey: kernel.key }} />
      {kernel.path === null ? (
        <span className="jp-Headroom-kernelName">{name}</span>
      ) : (
        <button
          type="button"
          className="jp-Headroom-kernelName"
          title={trans.__('Open %1', kernel.path)}
          onClick={() => onOpen(kernel)}
        >
          {name}
        </button>
      )}
      <span className="jp-Headroom-bytes">
        {kernel.locality === 'remote' ? '' : sizeText(ramBytes, trans)}
      </span>
      <span className="jp-Headroom-kernelState">{stateText(kernel, trans)}</span>
    </li>
  );
}
