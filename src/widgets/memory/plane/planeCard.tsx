import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { Level } from '../../../logic/memory/headroom';
import type { GroupPoint } from '../../../logic/types';
import { formatBytes } from '../../../logic/words/units';
import { howRateIsMeasured } from '../../shared/howMeasured';
import { LevelBadge } from './levelBadge';
import { Meter } from './meter';
import { PlaneBadges, type PlaneBadge } from '../../shared/planeBadges';

export interface PlaneCardProps {
  /** `RAM`, or the name of a GPU. */
  title: string;
  reading: GroupPoint;
  level: Level;
  badges: readonly PlaneBadge[];
  /** What sets the limit, in words. */
  source: string;
  /** The same in full detail, for a tooltip. */
  sourceTitle: string;
  /** How fast it grows and when it will be full; empty while that is unclear. */
  forecast: string;
  trans: TranslationBundle;
  /** The chart or table, and the details. */
  children: React.ReactNode;
}

/** One plane: the headroom in large type, the limit and what sets it, and the history. */
export function PlaneCard(props: PlaneCardProps): JSX.Element {
  const { title, reading, level, badges, source, sourceTitle, forecast, trans, children } = props;
  return (
    <section className="jp-Headroom-plane" data-level={level} aria-label={title}>
      <header>
        <h3>{title}</h3>
        <LevelBadge level={level} trans={trans} />
        <PlaneBadges badges={badges} />
      </header>
      <Figure reading={reading} trans={trans} />
      <div className="jp-Headroom-source" title={sourceTitle || undefined}>
        {source}
      </div>
      {reading.usedBytes !== null && reading.limitBytes !== null && (
        <Meter
          usedBytes={reading.usedBytes}
          limitBytes={reading.limitBytes}
          level={level}
          label={title}
          text={trans.__(
            '%1 of %2 used',
            formatBytes(reading.usedBytes),
            formatBytes(reading.limitBytes)
          )}
        />
      )}
      {forecast !== '' && (
        <p className="jp-Headroom-forecast" title={howRateIsMeasured(trans)}>
          {forecast}
        </p>
      )}
      {children}
    </section>
  );
}

function Figure(props: { reading: GroupPoint; trans: TranslationBundle }): JSX.Element {
  const { reading, trans } = props;
  const { headroomBytes, limitBytes, usedBytes } = reading;
  if (headroomBytes !== null) {
    return (
      <p className="jp-Headroom-figure">
        <strong>{formatBytes(headroomBytes)}</strong>{' '}
        {limitBytes === null ? trans.__('left') : trans.__('left of %1', formatBytes(limitBytes))}
      </p>
    );
  }
  return (
    <p className="jp-Headroom-figure">
      {usedBytes === null
        ? trans.__('What is left is not known.')
        : trans.__('%1 used; the limit is not known.', formatBytes(usedBytes))}
    </p>
  );
}
