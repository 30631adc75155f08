import type { TranslationBundle } from '@jupyterlab/translation';
import { UseSignal } from '@jupyterlab/ui-components';
import * as React from 'react';

import { explainShortage } from '../../logic/loads/words/diskShortage';
import { markText } from '../../logic/loads/words/markText';
import type { Verdict } from '../../logic/types';
import { explainVerdict } from '../../logic/loads/words/verdictText';
import type { FitRow } from '../../logic/loads/verdict/whatFits';
import type { FitAnswer, WhatFitsModel } from '../../model/loads/whatFits';

interface IWhatFitsProps {
  model: WhatFitsModel;
  trans: TranslationBundle;
}

/** A form that takes a model and shows the dtypes and planes in which it fits. */
export function WhatFits({ model, trans }: IWhatFitsProps): JSX.Element {
  const [reference, setReference] = React.useState('');
  return (
    <details className="jp-Headroom-whatFits">
      <summary>{trans.__('What fits?')}</summary>
      <form
        onSubmit={event => {
          event.preventDefault();
          if (reference.trim() !== '') {
            void model.ask(reference.trim());
          }
        }}
      >
        <input
          className="jp-mod-styled"
          type="text"
          value={reference}
          spellCheck={false}
          placeholder={trans.__('Path or model id')}
          aria-label={trans.__('Path or model id')}
          onChange={event => setReference(event.target.value)}
        />
        <button className="jp-mod-styled" type="submit" disabled={reference.trim() === ''}>
          {trans.__('Look up')}
        </button>
      </form>
      <UseSignal signal={model.changed}>
        {() => <Answer answer={model.answer} trans={trans} />}
      </UseSignal>
    </details>
  );
}

interface IAnswerProps {
  answer: FitAnswer;
  trans: TranslationBundle;
}

function Answer({ answer, trans }: IAnswerProps): JSX.Element {
  return (
    <div role="status">
      {answer.state === 'asking' && (
        <p className="jp-Headroom-hint">{trans.__('Looking at %1…', answer.reference)}</p>
      )}
      {answer.state === 'failed' && <p className="jp-Headroom-hint">{answer.message}</p>}
      {answer.state === 'known' && <Known answer={answer} trans={trans} />}
    </div>
  );
}

interface IKnownProps {
  answer: Extract<FitAnswer, { state: 'known' }>;
  trans: TranslationBundle;
}

function Known({ answer, trans }: IKnownProps): JSX.Element {
  const { reference, facts, rows, shortage } = answer;
  return (
    <>
      {rows.length === 0 ? (
        <p className="jp-Headroom-hint">{trans.__('The size of %1 is not known.', reference)}</p>
      ) : (
        <FitTable rows={rows} reference={reference} trans={trans} />
      )}
      {facts.source === 'name' && (
        <p className="jp-Headroom-hint">
          {trans.__('Its size is guessed from its name: nothing of it is on this disk.')}
        </p>
      )}
      {shortage && <p className="jp-Headroom-hint">{explainShortage(shortage, trans)}</p>}
    </>
  );
}

interface IFitTableProps {
  rows: readonly FitRow[];
  reference: string;
  trans: TranslationBundle;
}

function FitTable({ rows, reference, trans }: IFitTableProps): JSX.Element {
  const hasGpu = rows.some(({ gpu }) => gpu !== null);
  return (
    <table className="jp-Headroom-fitTable">
      <caption>{reference}</caption>
      <thead>
        <tr>
          <th scope="col">{trans.__('Weights as')}</th>
          <th scope="col">{trans.__('RAM')}</th>
          {hasGpu && <th scope="col">{trans.__('GPU')}</th>}
        </tr>
      </thead>
      <tbody>
        {rows.map(row => (
          <tr key={row.name}>
            <th scope="row">{row.isStored ? trans.__('%1 (as stored)', row.name) : row.name}</th>
            <FitCell verdict={row.ram} trans={trans} />
            {hasGpu && <FitCell verdict={row.gpu} trans={trans} />}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface IFitCellProps {
  verdict: Verdict | null;
  trans: TranslationBundle;
}

function FitCell({ verdict, trans }: IFitCellProps): JSX.Element {
  if (verdict === null) {
    return <td aria-label={trans.__('not possible')}>–</td>;
  }
  const words = markText(verdict, false, trans);
  return (
    <td data-verdict={verdict.kind} title={explainVerdict(verdict, trans).sentence}>
      {words ?? trans.__('not known')}
    </td>
  );
}
