import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { othersBytes } from '../../../logic/memory/headroom';
import { freedBytes, idleKernels } from '../../../logic/memory/kernelUsage';
import type { KernelUsage } from '../../../logic/memory/kernelUsage';
import type { LimitSource, SamplePoint } from '../../../logic/types';
import { formatBytes } from '../../../logic/words/units';
import type { KernelActions } from './kernelActions';
import { sizeText } from '../../shared/memoryWords';
import { KernelRow } from './kernelRow';
import { Swatch } from '../chart/swatch';

export interface KernelListProps {
  usages: readonly KernelUsage[];
  groupKey: string;
  limitSource: LimitSource | undefined;
  point: SamplePoint;
  activeKernelId: string | null;
  actions: KernelActions;
  trans: TranslationBundle;
}

/** What uses the memory under a limit: kernels, largest first, then everything else. */
export function KernelList(props: KernelListProps): JSX.Element {
  const { usages, limitSource, activeKernelId, actions, trans } = props;
  return (
    <section className="jp-Headroom-kernels" aria-label={trans.__('Kernels')}>
      <h3>{trans.__('Kernels')}</h3>
      {usages.length === 0 && (
        <p className="jp-Headroom-hint">
          {trans.__('No kernel runs here. Open a notebook to start one.')}
        </p>
      )}
      <ul>
        {usages.map(usage => (
          <KernelRow
            key={usage.kernel.key}
            usage={usage}
            limitSource={limitSource}
            isActive={usage.kernel.id === activeKernelId}
            actions={actions}
            trans={trans}
          />
        ))}
        <Others {...props} />
      </ul>
      <ShutDownIdle {...props} />
    </section>
  );
}

/** Memory used under the limit that belongs to no kernel. */
function Others({ usages, groupKey, point, trans }: KernelListProps): JSX.Element {
  const keys = usages.map(({ kernel }) => kernel.key);
  return (
    <li
      className="jp-Headroom-kernel"
      title={trans.__(
        'The Jupyter server, terminals, files in memory, and programs that belong to no kernel'
      )}
    >
      <Swatch layer={{ kind: 'others' }} />
      <span className="jp-Headroom-kernelName">{trans.__('everything else')}</span>
      <span className="jp-Headroom-bytes">
        {sizeText(othersBytes(point, groupKey, keys), trans)}
      </span>
    </li>
  );
}

function ShutDownIdle(props: KernelListProps): JSX.Element | null {
  const { usages, activeKernelId, actions, trans } = props;
  const idle = idleKernels(usages, activeKernelId);
  const freed = freedBytes(idle);
  if (idle.length === 0 || freed === null) {
    return null;
  }
  return (
    <button
      type="button"
      className="jp-Headroom-button jp-Headroom-idleButton"
      onClick={() => void actions.shutDownIdle(idle)}
    >
      {trans._n(
        'Shut down %1 idle kernel: frees %2…',
        'Shut down %1 idle kernels: frees %2…',
        idle.length,
        formatBytes(freed)
      )}
    </button>
  );
}
