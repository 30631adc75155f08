import type { TranslationBundle } from '@jupyterlab/translation';
import { closeIcon, refreshIcon, stopIcon } from '@jupyterlab/ui-components';
import * as React from 'react';

import type { KernelUsage } from '../../../logic/memory/kernelUsage';
import type { LimitSource } from '../../../logic/types';
import type { KernelActions } from './kernelActions';
import {
  howKernelIsMeasured,
  howPeakIsMeasured,
  howProcessesAreCounted,
  howRateIsMeasured,
  howVramIsMeasured
} from '../../shared/howMeasured';
import { kernelName, rateText, sizeText, stateText } from '../../shared/memoryWords';
import { formatBytes } from '../../../logic/words/units';
import { IconButton } from '../../shared/iconButton';
import { Swatch } from '../chart/swatch';

export interface KernelRowProps {
  usage: KernelUsage;
  /** Determines how the figures are measured. */
  limitSource: LimitSource | undefined;
  isActive: boolean;
  actions: KernelActions;
  trans: TranslationBundle;
}

/** One kernel: its notebook, memory, state and trend, with buttons to act on it. */
export function KernelRow(props: KernelRowProps): JSX.Element {
  const { usage, limitSource, isActive, actions, trans } = props;
  const { kernel, ramBytes, pause } = usage;
  const isLocal = kernel.locality !== 'remote';
  return (
    <li className="jp-Headroom-kernel" data-active={isActive || undefined}>
      <Swatch layer={isLocal ? { kind: 'kernel', kernelKey: kernel.key } : null} />
      <Name {...props} />
      <span
        className="jp-Headroom-bytes"
        title={isLocal ? howKernelIsMeasured(limitSource, trans) : undefined}
      >
        {isLocal && (pause === null || ramBytes !== null) ? sizeText(ramBytes, trans) : ''}
      </span>
      <Facts {...props} />
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

interface Fact {
  text: string;
  /** How we know; left out for what the Jupyter server itself reports. */
  how?: string;
}

/** State, growth, VRAM, peak and processes, as far as each is known and worth showing. */
function facts(usage: KernelUsage, trans: TranslationBundle): Fact[] {
  const { kernel, pause, trend, vramBytes, vramBasis, peakBytes, processes, ramBytes } = usage;
  const isBelowPeak = peakBytes !== null && ramBytes !== null && peakBytes > ramBytes * 1.1;
  const found: (Fact | null)[] = [
    { text: pause === 'ended' ? trans.__('its process has ended') : stateText(kernel, trans) },
    trend && { text: rateText(trend, trans), how: howRateIsMeasured(trans) },
    vramBytes
      ? { text: vramText(vramBytes, usage, trans), how: howVramIsMeasured(vramBasis, trans) }
      : null,
    isBelowPeak
      ? { text: trans.__('peak %1', formatBytes(peakBytes)), how: howPeakIsMeasured(trans) }
      : null,
    processes === null || processes < 2
      ? null
      : { text: trans.__('%1 processes', processes), how: howProcessesAreCounted(trans) }
  ];
  return found.filter(fact => fact !== null);
}

function Facts({ usage, trans }: KernelRowProps): JSX.Element {
  return (
    <span className="jp-Headroom-kernelState">
      {facts(usage, trans).map(({ text, how }, index) => (
        <React.Fragment key={index}>
          {index > 0 && ' · '}
          <span title={how}>{text}</span>
        </React.Fragment>
      ))}
    </span>
  );
}

function vramText(bytes: number, usage: KernelUsage, trans: TranslationBundle): string {
  return usage.vramBasis === 'estimated'
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
