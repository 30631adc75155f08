import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { StepPlace } from '../../logic/explain';
import { CopyButton } from './copyButton';

/** The ways to where steps are taken. null: there is none from here. */
export interface StepWays {
  toCell: (() => void) | null;
  toSidebar: (() => void) | null;
  /** The report as text, for somebody else. */
  reportText: () => string;
}

/** The way to where a step is taken. */
export function StepPlaceButton(props: {
  place: StepPlace;
  ways: StepWays;
  trans: TranslationBundle;
}): JSX.Element | null {
  const { place, ways, trans } = props;
  switch (place) {
    case 'cell':
      return <Way to={ways.toCell}>{trans.__('Show the cell')}</Way>;
    case 'sidebar':
      return <Way to={ways.toSidebar}>{trans.__('Show the sidebar')}</Way>;
    case 'report':
      return (
        <CopyButton text={ways.reportText} isLink trans={trans}>
          {trans.__('Copy the report')}
        </CopyButton>
      );
  }
}

function Way(props: { to: (() => void) | null; children: React.ReactNode }): JSX.Element | null {
  return (
    props.to && (
      <button type="button" className="jp-Headroom-link" onClick={props.to}>
        {props.children}
      </button>
    )
  );
}
