import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { StepPlace } from '../../logic/deaths/explain';
import { placeName } from '../../logic/words/shorten';
import type { RunningCell } from '../../logic/types';
import { CopyButton } from './copyButton';

/** Links to the places where steps are carried out; null if a place cannot be reached. */
export interface StepLinks {
  toCell: (() => void) | null;
  toSidebar: (() => void) | null;
  /** Describes where the cell is, for when there is no link to it. */
  cellWords: string;
  /** The report as text, to pass on to someone else. */
  reportText: () => string;
}

/** Describes where the cell that was running is, as precisely as is known. */
export function cellWords(
  cell: RunningCell | null,
  path: string | null,
  trans: TranslationBundle
): string {
  if (cell !== null) {
    return cell.position !== null && path !== null
      ? trans.__('Where: cell %1 of %2', cell.position, placeName(path))
      : trans.__('Where: the cell above');
  }
  return path === null
    ? trans.__('Where: the code that this kernel ran')
    : trans.__('Where: the cells of %1', placeName(path));
}

/** A link to where a step is carried out, or a description of the place if there is no link. */
export function StepPlaceButton(props: {
  place: StepPlace;
  links: StepLinks;
  trans: TranslationBundle;
}): JSX.Element {
  const { place, links, trans } = props;
  switch (place) {
    case 'cell':
      return (
        <LinkOrText to={links.toCell} words={links.cellWords}>
          {trans.__('Show the cell')}
        </LinkOrText>
      );
    case 'sidebar':
      return (
        <LinkOrText to={links.toSidebar} words={trans.__('The sidebar is switched off here.')}>
          {trans.__('Show the sidebar')}
        </LinkOrText>
      );
    case 'report':
      return (
        <CopyButton text={links.reportText} isLink trans={trans}>
          {trans.__('Copy the report')}
        </CopyButton>
      );
  }
}

function LinkOrText(props: {
  to: (() => void) | null;
  words: string;
  children: React.ReactNode;
}): JSX.Element {
  return props.to === null ? (
    <span className="jp-Headroom-report-where">{props.words}</span>
  ) : (
    <button type="button" className="jp-Headroom-link" onClick={props.to}>
      {props.children}
    </button>
  );
}
