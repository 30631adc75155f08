import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { Level } from '../../../logic/memory/headroom';
import { levelText } from '../../shared/memoryWords';

/** A word for a level that deserves attention; renders nothing for other levels. */
export function LevelBadge(props: { level: Level; trans: TranslationBundle }): JSX.Element | null {
  const text = levelText(props.level, props.trans);
  return text === '' ? null : (
    <span className="jp-Headroom-level" data-level={props.level}>
      {text}
    </span>
  );
}
