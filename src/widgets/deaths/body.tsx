import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { Explanation, StepAction } from '../../logic/deaths/explain';
import { markdownReport } from '../../logic/deaths/report/markdown';
import type { ReportSubject } from '../../model/deaths/reportSubject';
import { CellSection } from './cell';
import { CopyButton } from './copyButton';
import { MemoryCurve } from './curve';
import { EvidenceList } from './evidence';
import { NextSteps } from './nextSteps';
import { Numbers } from './numbers';
import { cellWords } from './stepPlace';

export interface ReportProps {
  subject: ReportSubject;
  onReveal: (() => void) | null;
  /** null: there is no sidebar here. */
  onShowSidebar: (() => void) | null;
  /** False: nothing was done, as the person changed their mind. */
  onAction: (action: StepAction) => Promise<boolean>;
  trans: TranslationBundle;
}

/** All that a person sees about a death or failure, the answer first. */
export function ReportBody(props: ReportProps): JSX.Element {
  const { subject, onReveal, onShowSidebar, onAction, trans } = props;
  const { report, cell, isLooking } = subject;
  const explanation = subject.explain(trans);
  const numbers = subject.numbers(trans);
  const reportText = (): string => markdownReport({ report, cell, numbers, explanation }, trans);
  return (
    <div className="jp-Headroom-report">
      <Answer explanation={explanation} isLooking={isLooking} />
      <Numbers numbers={numbers} />
      {report && <MemoryCurve report={report} trans={trans} />}
      {cell && <CellSection cell={cell} onReveal={onReveal} trans={trans} />}
      <NextSteps
        steps={explanation.nextSteps}
        links={{
          toCell: onReveal,
          toSidebar: onShowSidebar,
          cellWords: cellWords(cell, subject.path, trans),
          reportText
        }}
        onAction={onAction}
        trans={trans}
      />
      {report && <EvidenceList report={report} trans={trans} />}
      {!isLooking && (
        <CopyButton text={reportText} trans={trans}>
          {trans.__('Copy report')}
        </CopyButton>
      )}
    </div>
  );
}

/** Announced when it changes: the evidence comes after the dialog. */
function Answer(props: { explanation: Explanation; isLooking: boolean }): JSX.Element {
  const { explanation, isLooking } = props;
  return (
    <div aria-live="polite" aria-busy={isLooking}>
      <p className="jp-Headroom-report-answer">{explanation.sentence}</p>
      {explanation.lines.map(line => (
        <p key={line}>{line}</p>
      ))}
    </div>
  );
}
