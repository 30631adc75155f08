import type { TranslationBundle } from '@jupyterlab/translation';
import { closeIcon, refreshIcon, stopIcon } from '@jupyterlab/ui-components';
import * as React from 'react';

import type { KernelUsage } from '../../logic/kernelUsage';
import type { KernelActions } from '../kernelActions';
import { kernelName, rateText, sizeText, stateText } from '../words';
import { formatBytes } from '../../logic/units';
import { IconButton } from './iconButton';
import { Swatch } from './swatch';

export interface KernelRowProps {
  usage: KernelUsage;
  isActive: boolean;
  actions: KernelActions;
  trans: TranslationBundle;
}

/** One kernel: whose it is, what it does, what it takes, where it is going. */
export function KernelRow(props: KernelRowProps): JSX.Element {
  const { usage, isActive, actions, trans } = props;
  const { kernel, ramBytes, pause } = usage;
  const isLocal = kernel.locality !== 'remote';
  return (
    <li className="jp-Headroom-kernel" data-active={isActive || undefined}>
      <Swatch layer={isLocal ? { kind: 'kernel', kernelKey: kernel.key } : null} />
      <Name {...props} />
      <span className="jp-Headroom-bytes">
        {isLocal && (pause === null || ramBytes !== null) ? sizeText(ramBytes, trans) : ''}
      </span>
      <span className="jp-Headroom-kernelState">{facts(usage, trans).join(' · ')}</span>
      <Buttons {...props} actions={actions} />
    </li>
  );
}

function Name({ usage, actions, trans, isActive }: KernelRowProps): JSX.Element {
  const { kernel } = usage;
  const name = kernelName(kernel);
  return kernel.path === null ? (
    <span className="jp-Headroom-kernelName" title={kernel.name}>
      {name}
    </span>
  ) : (
    <button
      type="button"
      className="jp-Headroom-kernelName"
      title={trans.__('Open %1', kernel.path)}
      aria-current={isActive || undefined}
      onClick={() => void actions.open(kernel)}
    >
      {name}
    </button>
  );
}

/** State, growth, VRAM, peak, processes: only what is known and worth saying. */
function facts(usage: KernelUsage, trans: TranslationBundle): string[] {
  const { kernel, trend, vramBytes, peakBytes, processes, ramBytes } = usage;
  const rose = peakBytes !== null && ramBytes !== null && peakBytes > ramBytes * 1.1;
  return [
    usage.pause === 'ended' ? trans.__('its process has ended') : stateText(kernel, trans),
    trend === null ? '' : rateText(trend, trans),
    vramBytes === null || vramBytes === 0 ? '' : vramText(vramBytes, usage, trans),
    rose ? trans.__('peak %1', formatBytes(peakBytes)) : '',
    processes === null || processes < 2 ? '' : trans.__('%1 processes', processes)
  ].filter(text => text !== '');
}

function vramText(bytes: number, usage: KernelUsage, trans: TranslationBundle): string {
  return usage.isVramEstimated
    ? trans.__('VRAM about %1 (estimated)', formatBytes(bytes))
    : trans.__('VRAM %1', formatBytes(bytes));
}

function Buttons({ usage, actions, trans }: KernelRowProps): JSX.Element {
  const { kernel } = usage;
  const name = kernelName(kernel);
  return (
    <span className="jp-Headroom-kernelButtons">
      <IconButton
        icon={stopIcon}
        label={trans.__('Interrupt %1', name)}
        onClick={() => void actions.interrupt(kernel)}
      />
      <IconButton
        icon={refreshIcon}
        label={trans.__('Restart the kernel of %1…', name)}
        onClick={() => void actions.restart(usage)}
      />
      <IconButton
        icon={closeIcon}
        label={trans.__('Shut down the kernel of %1…', name)}
        onClick={() => void actions.shutDown(usage)}
      />
    </span>
  );
}
