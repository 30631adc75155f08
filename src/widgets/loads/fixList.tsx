import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

import { diffLines } from '../../logic/words/diffLines';
import { applyEdits } from '../../logic/loads/fixes';
import { describeRemedy, type Remedy } from '../../logic/loads/words/remedy';

interface IFixListProps {
  /** Best first; the first one is preselected. */
  remedies: readonly Remedy[];
  source: string;
  onChoose: (remedy: Remedy) => void;
  trans: TranslationBundle;
}

/** Ways to make the load fit, one of which is selected; an edit is shown as a diff of the cell. */
export function FixList({ remedies, source, onChoose, trans }: IFixListProps): JSX.Element {
  const [chosen, choose] = React.useState(remedies[0]);
  return (
    <fieldset className="jp-Headroom-fixes">
      <legend>{trans.__('What would make it fit')}</legend>
      {remedies.map((remedy, index) => (
        <FixOption
          key={index}
          remedy={remedy}
          isChosen={remedy === chosen}
          onChoose={() => {
            choose(remedy);
            onChoose(remedy);
          }}
          trans={trans}
        />
      ))}
      {chosen?.kind === 'edit' && (
        <CellDiff before={source} after={applyEdits(source, chosen.fix.edits)} trans={trans} />
      )}
    </fieldset>
  );
}

interface IFixOptionProps {
  remedy: Remedy;
  isChosen: boolean;
  onChoose: () => void;
  trans: TranslationBundle;
}

function FixOption({ remedy, isChosen, onChoose, trans }: IFixOptionProps): JSX.Element {
  const { title, detail } = describeRemedy(remedy, trans);
  return (
    <label className="jp-Headroom-fix">
      <input type="radio" name="jp-Headroom-fix" checked={isChosen} onChange={onChoose} />
      <span>
        <strong>{title}</strong> <span>{detail}</span>
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
