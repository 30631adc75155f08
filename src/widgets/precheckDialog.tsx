import { Dialog, ReactWidget } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

import type { Verdict } from '../logic/types';
import { explainVerdict } from '../logic/verdictText';
import { PlaneBar } from './components/planeBar';

export type PrecheckChoice = 'cancel' | 'run';

/** Ask whether a cell that will probably not fit shall run. Cancel is the safe default. */
export async function askBeforeRun(
  verdict: Verdict,
  trans: TranslationBundle
): Promise<PrecheckChoice> {
  const words = explainVerdict(verdict, trans);
  const dialog = new Dialog<unknown>({
    title: words.title,
    body: new PrecheckBody(verdict, trans),
    buttons: [
      Dialog.cancelButton({ label: trans.__('Cancel') }),
      Dialog.warnButton({ label: trans.__('Run anyway'), actions: ['run'] })
    ],
    defaultButton: 0,
    hasClose: true
  });
  dialog.addClass('jp-Headroom-precheck');
  const result = await dialog.launch();
  return result.button.actions.includes('run') ? 'run' : 'cancel';
}

class PrecheckBody extends ReactWidget {
  constructor(
    private _verdict: Verdict,
    private _trans: TranslationBundle
  ) {
    super();
    this.addClass('jp-Headroom-precheckBody');
  }

  protected render(): JSX.Element {
    return <PrecheckView verdict={this._verdict} trans={this._trans} />;
  }
}

interface IViewProps {
  verdict: Verdict;
  trans: TranslationBundle;
}

/** Exported for tests. */
export function PrecheckView({ verdict, trans }: IViewProps): JSX.Element {
  const words = explainVerdict(verdict, trans);
  return (
    <>
      <p className="jp-Headroom-precheckSentence">{words.sentence}</p>
      {verdict.needBytes && (
        <PlaneBar
          label={verdict.plane === 'ram' ? trans.__('RAM') : trans.__('VRAM')}
          needBytes={verdict.needBytes}
          haveBytes={verdict.haveBytes}
          trans={trans}
        />
      )}
      <code className="jp-Headroom-precheckCall">{verdict.estimate.call.callee}(…)</code>
      <ul className="jp-Headroom-precheckLines">
        {words.lines.map(line => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </>
  );
}
