import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

import type { Interval } from '../../logic/types';
import { formatBytes } from '../../logic/words/units';
import { sizeRange } from '../../logic/loads/words/verdictText';

interface IPlaneBarProps {
  /** RAM or VRAM; the two planes are never combined. */
  label: string;
  needBytes: Interval;
  haveBytes: number | null;
  trans: TranslationBundle;
}

/** The need drawn over the remaining memory; the caption says all of it in words, too. */
export function PlaneBar({ label, needBytes, haveBytes, trans }: IPlaneBarProps): JSX.Element {
  const scale = Math.max(needBytes.high, haveBytes ?? 0) || 1;
  const percent = (bytes: number): string => `${(100 * bytes) / scale}%`;
  const have = haveBytes === null ? trans.__('unknown') : formatBytes(haveBytes);
  const text = trans.__('%1: needs %2, %3 left', label, sizeRange(needBytes, trans), have);
  return (
    <figure className="jp-Headroom-planeBar" role="img" aria-label={text}>
      <figcaption>{text}</figcaption>
      <div className="jp-Headroom-planeBarTrack">
        {haveBytes !== null && (
          <div className="jp-Headroom-planeBarHave" style={{ inlineSize: percent(haveBytes) }} />
        )}
        <div className="jp-Headroom-planeBarNeed" style={{ inlineSize: percent(needBytes.low) }} />
        <div
          className="jp-Headroom-planeBarMaybe"
          style={{
            insetInlineStart: percent(needBytes.low),
            inlineSize: percent(needBytes.high - needBytes.low)
          }}
        />
      </div>
    </figure>
  );
}
