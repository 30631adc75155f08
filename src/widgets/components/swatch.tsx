import * as React from 'react';

import type { Layer } from '../../logic/chartData';
import { paletteIndex } from '../chartTheme';

/** The colour of a layer beside its name. */
export function Swatch(props: { layer: Layer }): JSX.Element {
  const { layer } = props;
  const name = layer.kind === 'kernel' ? `kernel-${paletteIndex(layer.kernelKey)}` : layer.kind;
  return (
    <span
      className="jp-Headroom-swatch"
      style={{ background: `var(--jp-Headroom-${name})` }}
      aria-hidden
    />
  );
}
