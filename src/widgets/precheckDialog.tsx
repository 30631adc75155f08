import { Dialog, ReactWidget } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

import type { Fix } from '../logic/fixes';
import type { Verdict } from '../logic/types';
import { explainVerdict } from '../logic/verdictText';
import { FixList } from './components/fixList';
import { PlaneBar } from './components/planeBar';

export interface PrecheckQuestion {
  verdict: Verdict;
  fixes: readonly Fix[];
  /** The cell as it stands. */
  source: string;
}

export interface PrecheckAnswer {
  action: 'cancel' | 'run' | 'fix';
  fix: Fix | null;
  /** Not to be asked again about this model in this notebook. */
  mute: boolean;
}

/** Ask whether a cell that will probably not fit shall run. Closing the dialog cancels. */
export async function askBeforeRun(
  question: PrecheckQuestion,
  trans: TranslationBundle
): Promise<PrecheckAnswer> {
  const body = new PrecheckBody(question, trans);
  const canFix = question.fixes.length > 0;
  const dialog = new Dialog<Fix | null>({
    title: explainVerdict(question.verdict, trans).title,
    body,
    buttons: [
      Dialog.cancelButton({ label: trans.__('Cancel') }),
      Dialog.warnButton({ label: trans.__('Run anyway'), actions: ['run'] }),
      ...(canFix ? [Dialog.okButton({ label: trans.__('Apply and run'), actions: ['fix'] })] : [])
    ],
    checkbox: { label: trans.__("Don't ask again for this model in this notebook") },
    defaultButton: canFix ? 2 : 0,
    hasClose: true
  });
  dialog.addClass('jp-Headroom-precheck');
  const { button, isChecked, value } = await dialog.launch();
  const action = button.actions.includes('run')
    ? 'run'
    : button.actions.includes('fix')
      ? 'fix'
      : 'cancel';
  return { action, fix: action === 'fix' ? value : null, mute: isChecked === true };
}

/** Holds which fix is chosen, for the button below. */
class PrecheckBody extends ReactWidget implements Dialog.IBodyWidget<Fix | null> {
  constructor(
    private _question: PrecheckQuestion,
    private _trans: TranslationBundle
  ) {
    super();
    this._chosen = _question.fixes[0] ?? null;
    this.addClass('jp-Headroom-precheckBody');
  }

  getValue(): Fix | null {
    return this._chosen;
  }

  protected render(): JSX.Element {
    return (
      <PrecheckView
        question={this._question}
        onChoose={fix => {
          this._chosen = fix;
        }}
        trans={this._trans}
      />
    );
  }

  private _chosen: Fix | null;
}

interface IViewProps {
  question: PrecheckQuestion;
  onChoose: (fix: Fix) => void;
  trans: TranslationBundle;
}

/** Exported for tests. */
export function PrecheckView({ question, onChoose, trans }: IViewProps): JSX.Element {
  const { verdict, fixes, source } = question;
  const { sentence, lines } = explainVerdict(verdict, trans);
  const { from, to } = verdict.estimate.call.range;
  return (
    <>
      <p className="jp-Headroom-precheckSentence">{sentence}</p>
      {verdict.needBytes && (
        <PlaneBar
          label={verdict.plane === 'ram' ? trans.__('RAM') : trans.__('VRAM')}
          needBytes={verdict.needBytes}
          haveBytes={verdict.haveBytes}
          trans={trans}
        />
      )}
      <pre className="jp-Headroom-precheckCall">{source.slice(from, to)}</pre>
      {lines.length > 0 && (
        <ul className="jp-Headroom-precheckLines">
          {lines.map(line => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
      {fixes.length > 0 && (
        <FixList fixes={fixes} source={source} onChoose={onChoose} trans={trans} />
      )}
    </>
  );
}
