import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { GroupDetails } from '../../logic/types';

export interface PlaneBadge {
  text: string;
  /** What it means, for people who meet it for the first time. */
  explanation: string;
}

/** What is special about a limit and cannot be seen from its figures. */
export function limitBadges(
  details: GroupDetails | undefined,
  trans: TranslationBundle
): PlaneBadge[] {
  const badges: PlaneBadge[] = [];
  if (details?.oomGroup === true) {
    badges.push({
      text: trans.__('all or nothing'),
      explanation: trans.__(
        'An OOM kill takes the whole container: every kernel and the Jupyter server itself (memory.oom.group is set).'
      )
    });
  }
  if (details && isThrottled(details)) {
    badges.push({
      text: trans.__('throttled'),
      explanation: trans.__(
        'More is used than memory.high allows: programs are slowed down so that memory can be given back. Nothing is killed for this.'
      )
    });
  }
  return badges;
}

function isThrottled({ usedBytes, highBytes }: GroupDetails): boolean {
  return usedBytes !== null && highBytes !== null && usedBytes >= highBytes;
}

/** Focusable, so that the explanation can be had without a mouse. */
export function PlaneBadges({ badges }: { badges: readonly PlaneBadge[] }): JSX.Element {
  return (
    <>
      {badges.map(({ text, explanation }) => (
        <span
          key={text}
          className="jp-Headroom-badge"
          tabIndex={0}
          title={explanation}
          aria-label={`${text}: ${explanation}`}
          role="note"
        >
          {text}
        </span>
      ))}
    </>
  );
}
