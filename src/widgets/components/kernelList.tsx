import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { othersBytes } from '../../logic/headroom';
import { kernelShare } from '../../logic/plane';
import type { KernelInfo, SamplePoint } from '../../logic/types';
import { sizeText } from '../words';
import { KernelRow } from './kernelRow';
import { Swatch } from './swatch';

export interface KernelListProps {
  kernels: readonly KernelInfo[];
  groupKey: string;
  point: SamplePoint | null;
  activeKernelId: string | null;
  onOpen(kernel: KernelInfo): void;
  trans: TranslationBundle;
}

/** Who takes the memory of a group, the largest first. */
export function KernelList(props: KernelListProps): JSX.Element {
  const { kernels, groupKey, point, activeKernelId, onOpen, trans } = props;
  const plane = { kind: 'ram' as const, key: groupKey };
  const others = point
    ? othersBytes(
        point,
        groupKey,
        kernels.map(({ key }) => key)
      )
    : null;
  return (
    <section className="jp-Headroom-kernels" aria-label={trans.__('Kernels')}>
      <h3>{trans.__('Kernels')}</h3>
      {kernels.length === 0 && (
        <p className="jp-Headroom-hint">
          {trans.__('No kernel runs here. Open a notebook to start one.')}
        </p>
      )}
      <ul>
        {kernels.map(kernel => (
          <KernelRow
            key={kernel.key}
            kernel={kernel}
            ramBytes={kernelShare(plane, point, kernel.key)}
            isActive={kernel.id === activeKernelId}
            onOpen={onOpen}
            trans={trans}
          />
        ))}
        <li
          className="jp-Headroom-kernel"
          title={trans.__(
            'The Jupyter server, terminals, files in memory, and programs that belong to no kernel'
          )}
        >
          <Swatch layer={{ kind: 'others' }} />
          <span className="jp-Headroom-kernelName">{trans.__('everything else')}</span>
          <span className="jp-Headroom-bytes">{sizeText(others, trans)}</span>
        </li>
      </ul>
    </section>
  );
}
