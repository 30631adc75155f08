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
  /** null if this application has no sidebar. */
  onShowSidebar: (() => void) | null;
  /** Resolves with false if the user cancelled and nothing was done. */
  onAction: (action: StepAction) => Promise<boolean>;
  trans: TranslationBundle;
}

/** The whole report on a death or failure, with the answer first. */
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

/** A live region, because the evidence arrives after the dialog has opened. */
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
