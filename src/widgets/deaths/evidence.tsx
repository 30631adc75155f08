import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { confidenceWord } from '../../logic/deaths/explain/words';
import { sourceWord, supportWord } from '../../logic/deaths/explain/evidenceWords';
import type { DeathReport, Evidence } from '../../logic/types';

/** The evidence behind the answer, verbatim and folded away by default. */
export function EvidenceList(props: {
  report: DeathReport;
  trans: TranslationBundle;
}): JSX.Element {
  const { report, trans } = props;
  return (
    <details className="jp-Headroom-report-evidence">
      <summary>
        {trans._n(
          'Evidence: %1 source, the answer is %2',
          'Evidence: %1 sources, the answer is %2',
          report.evidence.length,
          confidenceWord(report.confidence, trans)
        )}
      </summary>
      <ul>
        {report.evidence.map((item, index) => (
          <EvidenceItem key={index} item={item} trans={trans} />
        ))}
      </ul>
      {report.stderr.length > 0 && (
        <>
          <h4>{trans.__('Last lines of the kernel')}</h4>
          <pre tabIndex={0}>{report.stderr.join('\n')}</pre>
        </>
      )}
    </details>
  );
}

function EvidenceItem(props: { item: Evidence; trans: TranslationBundle }): JSX.Element {
  const { item, trans } = props;
  return (
    <li data-supports={String(item.supports)}>
      <div className="jp-Headroom-evidence-source">
        <strong>{sourceWord(item.source, trans)}</strong> <code>{item.origin}</code>
        <em>{supportWord(item, trans)}</em>
      </div>
      <pre tabIndex={0}>{item.text}</pre>
    </li>
  );
}
