import { Dialog, ReactWidget } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

import { explainShortage } from '../../logic/loads/words/diskShortage';
import { remediesOf, type Remedy } from '../../logic/loads/words/remedy';
import type { Verdict } from '../../logic/types';
import { explainVerdict } from '../../logic/loads/words/verdictText';
import type { PrecheckResult } from '../../model/loads/precheck';
import { FixList } from './fixList';
import { PlaneBar } from './planeBar';

/** What the user is asked to decide on. */
export type PrecheckQuestion = Pick<
  PrecheckResult,
  'verdict' | 'isSevere' | 'shortages' | 'fixes' | 'reliefs'
> & {
  /** The current source of the cell. */
  source: string;
};

export interface PrecheckAnswer {
  action: 'cancel' | 'run' | 'apply';
  remedy: Remedy | null;
  /** Whether to stop asking about this model in this notebook. */
  mute: boolean;
}

/** Ask whether to run a cell that will probably not fit. Closing the dialog cancels. */
export async function askBeforeRun(
  question: PrecheckQuestion,
  trans: TranslationBundle
): Promise<PrecheckAnswer> {
  const remedies = remediesOf(question.fixes, question.reliefs);
  const canApply = remedies.length > 0;
  const apply = Dialog.okButton({ label: trans.__('Apply and run'), actions: ['apply'] });
  const dialog = new Dialog<Remedy | null>({
    title: titleOf(question, trans),
    body: new PrecheckBody(question, remedies, trans),
    buttons: [
      Dialog.cancelButton({ label: trans.__('Cancel') }),
      Dialog.warnButton({ label: trans.__('Run anyway'), actions: ['run'] }),
      ...(canApply ? [apply] : [])
    ],
    checkbox: { label: trans.__("Don't ask again for this model in this notebook") },
    // Enter must never shut down another kernel, so only an edit, which can be undone, is default.
    defaultButton: question.fixes.length > 0 ? 2 : 0,
    hasClose: true
  });
  dialog.addClass('jp-Headroom-precheck');
  const { button, isChecked, value } = await dialog.launch();
  const action = button.actions.includes('run')
    ? 'run'
    : button.actions.includes('apply')
      ? 'apply'
      : 'cancel';
  return { action, remedy: action === 'apply' ? value : null, mute: isChecked === true };
}

function titleOf({ verdict, isSevere }: PrecheckQuestion, trans: TranslationBundle): string {
  return isSevere
    ? explainVerdict(verdict, trans).title
    : trans.__('The disk is too small for this download');
}

/** Holds the selected remedy, so that `getValue` can return it to the dialog. */
class PrecheckBody extends ReactWidget implements Dialog.IBodyWidget<Remedy | null> {
  constructor(
    private readonly _question: PrecheckQuestion,
    private readonly _remedies: readonly Remedy[],
    private readonly _trans: TranslationBundle
  ) {
    super();
    this._chosen = _remedies[0] ?? null;
    this.addClass('jp-Headroom-precheckBody');
  }

  getValue(): Remedy | null {
    return this._chosen;
  }

  protected render(): JSX.Element {
    return (
      <PrecheckView
        question={this._question}
        remedies={this._remedies}
        onChoose={remedy => {
          this._chosen = remedy;
        }}
        trans={this._trans}
      />
    );
  }

  private _chosen: Remedy | null;
}

interface IViewProps {
  question: PrecheckQuestion;
  remedies: readonly Remedy[];
  onChoose: (remedy: Remedy) => void;
  trans: TranslationBundle;
}

/** Exported for tests. */
export function PrecheckView({ question, remedies, onChoose, trans }: IViewProps): JSX.Element {
  const { verdict, isSevere, shortages, source } = question;
  const { from, to } = verdict.estimate.call.range;
  return (
    <>
      {isSevere && <VerdictPart verdict={verdict} trans={trans} />}
      {shortages.map(shortage => (
        <p className="jp-Headroom-precheckSentence" key={shortage.reference}>
          {explainShortage(shortage, trans)}
        </p>
      ))}
      <pre className="jp-Headroom-precheckCall">{source.slice(from, to)}</pre>
      {isSevere && <Reasons verdict={verdict} trans={trans} />}
      {remedies.length > 0 && (
        <FixList remedies={remedies} source={source} onChoose={onChoose} trans={trans} />
      )}
    </>
  );
}

interface IPartProps {
  verdict: Verdict;
  trans: TranslationBundle;
}

function VerdictPart({ verdict, trans }: IPartProps): JSX.Element {
  return (
    <>
      <p className="jp-Headroom-precheckSentence">{explainVerdict(verdict, trans).sentence}</p>
      {verdict.needBytes && (
        <PlaneBar
          label={verdict.plane === 'ram' ? trans.__('RAM') : trans.__('VRAM')}
          needBytes={verdict.needBytes}
          haveBytes={verdict.haveBytes}
          trans={trans}
        />
      )}
    </>
  );
}

function Reasons({ verdict, trans }: IPartProps): JSX.Element | null {
  const { lines } = explainVerdict(verdict, trans);
  return lines.length === 0 ? null : (
    <ul className="jp-Headroom-precheckLines">
      {lines.map(line => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}
