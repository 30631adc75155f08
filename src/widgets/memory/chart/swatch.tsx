import * as React from 'react';

import type { Layer } from '../../../logic/memory/chart/chartData';
import { paletteIndex } from './chartTheme';

/** The colour of a layer beside its name; blank (null) for a kernel that is in no chart. */
export function Swatch(props: { layer: Layer | null }): JSX.Element {
  const { layer } = props;
  if (layer === null) {
    return <span className="jp-Headroom-swatch" aria-hidden />;
  }
  const name = layer.kind === 'kernel' ? `kernel-${paletteIndex(layer.kernelKey)}` : layer.kind;
  return (
    <span
      className="jp-Headroom-swatch"
      style={{ background: `var(--jp-Headroom-${name})` }}
      aria-hidden
    />
  );
}
