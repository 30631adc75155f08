import * as React from 'react';

import type { Level } from '../../../logic/memory/headroom';

export interface MeterProps {
  usedBytes: number;
  limitBytes: number;
  level: Level;
  /** What is measured. */
  label: string;
  /** The value in words. */
  text: string;
}

/** How full a plane is. */
export function Meter(props: MeterProps): JSX.Element {
  const { usedBytes, limitBytes, level, label, text } = props;
  const percent = Math.min(100, Math.max(0, (usedBytes / limitBytes) * 100));
  return (
    <div
      className="jp-Headroom-meter"
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(percent)}
      aria-valuetext={text}
      data-level={level}
    >
      <div style={{ inlineSize: `${percent}%` }} />
    </div>
  );
}
