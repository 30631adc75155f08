import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { explain, looking } from '../../logic/explain';
import type { Explanation, StepAction } from '../../logic/explain';
import { markdownReport } from '../../logic/report';
import type { DeathCase } from '../../model/deathCase';
import { CellSection } from './cell';
import { CopyButton } from './copyButton';
import { MemoryCurve } from './curve';
import { EvidenceList } from './evidence';
import { NextSteps } from './nextSteps';
import { Numbers } from './numbers';

export interface ReportProps {
  death: DeathCase;
  onReveal: (() => void) | null;
  onAction: (action: StepAction) => Promise<void>;
  trans: TranslationBundle;
}

/** The explanation of a case in its present state. */
export function explanationOf(death: DeathCase, trans: TranslationBundle): Explanation {
  return death.state === 'looking' ? looking(trans) : explain(death.report, death.cell, trans);
}

/** All that a person sees about a death, the answer first. */
export function ReportBody(props: ReportProps): JSX.Element {
  const { death, onReveal, onAction, trans } = props;
  const { report, cell } = death;
  const explanation = explanationOf(death, trans);
  return (
    <div className="jp-Headroom-report">
      <Answer death={death} explanation={explanation} trans={trans} />
      {report && <Numbers report={report} trans={trans} />}
      {report && <MemoryCurve report={report} trans={trans} />}
      {cell && <CellSection cell={cell} onReveal={onReveal} trans={trans} />}
      <NextSteps steps={explanation.nextSteps} onAction={onAction} trans={trans} />
      {report && <EvidenceList report={report} trans={trans} />}
      {death.state !== 'looking' && (
        <CopyButton text={() => markdownReport(report, cell, explanation, trans)} trans={trans}>
          {trans.__('Copy report')}
        </CopyButton>
      )}
    </div>
  );
}

/** Announced when it changes: the evidence comes after the dialog. */
function Answer(props: {
  death: DeathCase;
  explanation: Explanation;
  trans: TranslationBundle;
}): JSX.Element {
  const { death, explanation, trans } = props;
  return (
    <div aria-live="polite" aria-busy={death.state === 'looking'}>
      <p className="jp-Headroom-report-answer">{explanation.sentence}</p>
      {death.deaths > 1 && <p>{again(death, trans)}</p>}
      {explanation.lines.map(line => (
        <p key={line}>{line}</p>
      ))}
    </div>
  );
}

function again(death: DeathCase, trans: TranslationBundle): string {
  return death.isWorker
    ? trans.__('%1 worker processes were killed, one after the other.', death.deaths)
    : trans.__('It has died %1 times in a row since it was last given work.', death.deaths);
}
