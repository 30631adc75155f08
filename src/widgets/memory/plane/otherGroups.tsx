import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { kernelsOf, levelOf } from '../../../logic/memory/headroom';
import { readPlane } from '../../../logic/memory/plane';
import type { Context, MemoryGroup, SamplePoint } from '../../../logic/types';
import { limitOwner } from '../../../logic/words/limitOwner';
import { formatBytes } from '../../../logic/words/units';
import type { HeadroomSettings } from '../../../settings';
import { kernelName, limitTitle } from '../../shared/memoryWords';
import { LevelBadge } from './levelBadge';

export interface OtherGroupsProps {
  context: Context;
  point: SamplePoint;
  /** The group that is shown in full. */
  groupKey: string | null;
  settings: HeadroomSettings;
  onChoose(groupKey: string): void;
  trans: TranslationBundle;
}

/** The limits other than the one shown in full, each with the headroom under it. */
export function OtherGroups(props: OtherGroupsProps): JSX.Element | null {
  const { context, groupKey, trans } = props;
  const others = Object.values(context.groups).filter(({ key }) => key !== groupKey);
  return others.length === 0 ? null : (
    <section className="jp-Headroom-groups" aria-label={trans.__('Other limits')}>
      <h3>{trans.__('Other limits')}</h3>
      <ul>
        {others.map(group => (
          <GroupRow key={group.key} {...props} group={group} />
        ))}
      </ul>
    </section>
  );
}

function GroupRow(props: OtherGroupsProps & { group: MemoryGroup }): JSX.Element {
  const { context, point, group, settings, onChoose, trans } = props;
  const { headroomBytes, limitBytes } = readPlane({ kind: 'ram', key: group.key }, point, context);
  const members = [
    ...(group.isServer ? [trans.__('the Jupyter server')] : []),
    ...kernelsOf(context, group.key).map(kernelName)
  ];
  return (
    <li>
      <button type="button" onClick={() => onChoose(group.key)}>
        <span className="jp-Headroom-groupFigure">
          {headroomBytes === null
            ? trans.__('not known what is left')
            : trans.__('%1 left', formatBytes(headroomBytes))}
          <LevelBadge level={levelOf(headroomBytes, limitBytes, settings)} trans={trans} />
        </span>
        <span className="jp-Headroom-source" title={limitTitle(group.limitSource, trans)}>
          {limitOwner(group.limitSource, trans).limit}
        </span>
        {members.length > 0 && <span className="jp-Headroom-source">{members.join(', ')}</span>}
      </button>
    </li>
  );
}
