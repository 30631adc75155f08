import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { GroupDetails } from '../../logic/types';

export interface PlaneBadge {
  text: string;
  /** What it means, for people who see it for the first time. */
  explanation: string;
}

/** Special properties of a limit that its figures do not show. */
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

/** Badges are focusable, so that the explanation can be reached without a mouse. */
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
