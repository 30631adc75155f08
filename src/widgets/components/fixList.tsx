import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

import { describeFix, applyEdits, type Fix } from '../../logic/fixes';
import { diffLines } from '../../logic/diffLines';

interface IFixListProps {
  /** Best first; the first is chosen at the start. */
  fixes: readonly Fix[];
  source: string;
  onChoose: (fix: Fix) => void;
  trans: TranslationBundle;
}

/** Edits that make the load fit: one is chosen, and shown as a difference of the cell. */
export function FixList({ fixes, source, onChoose, trans }: IFixListProps): JSX.Element {
  const [chosen, choose] = React.useState(fixes[0]);
  return (
    <fieldset className="jp-Headroom-fixes">
      <legend>{trans.__('Changes of the cell that make it fit')}</legend>
      {fixes.map(fix => (
        <FixOption
          key={fix.id}
          fix={fix}
          isChosen={fix === chosen}
          onChoose={() => {
            choose(fix);
            onChoose(fix);
          }}
          trans={trans}
        />
      ))}
      {chosen && (
        <CellDiff before={source} after={applyEdits(source, chosen.edits)} trans={trans} />
      )}
    </fieldset>
  );
}

interface IFixOptionProps {
  fix: Fix;
  isChosen: boolean;
  onChoose: () => void;
  trans: TranslationBundle;
}

function FixOption({ fix, isChosen, onChoose, trans }: IFixOptionProps): JSX.Element {
  const { title, detail } = describeFix(fix, trans);
  return (
    <label className="jp-Headroom-fix">
      <input type="radio" name="jp-Headroom-fix" checked={isChosen} onChange={onChoose} />
      <span>
        <strong>{title}</strong> {detail}
      </span>
    </label>
  );
}

interface ICellDiffProps {
  before: string;
  after: string;
  trans: TranslationBundle;
}

function CellDiff({ before, after, trans }: ICellDiffProps): JSX.Element {
  return (
    <pre className="jp-Headroom-diff" aria-label={trans.__('Difference of the cell')}>
      {diffLines(before, after).map(({ kind, text }, index) => {
        const Line = kind === 'added' ? 'ins' : kind === 'removed' ? 'del' : 'span';
        const sign = kind === 'added' ? '+ ' : kind === 'removed' ? '- ' : '  ';
        return <Line key={index}>{`${sign}${text}\n`}</Line>;
      })}
    </pre>
  );
}
