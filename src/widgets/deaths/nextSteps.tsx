import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { NextStep, StepAction } from '../../logic/deaths/explain';
import { CopyButton } from './copyButton';
import type { StepLinks } from './stepPlace';
import { StepPlaceButton } from './stepPlace';

/** What to do now; a step may have a button, code to copy, or a link to where it is done. */
export function NextSteps(props: {
  steps: readonly NextStep[];
  links: StepLinks;
  onAction: (action: StepAction) => Promise<boolean>;
  trans: TranslationBundle;
}): JSX.Element | null {
  const { steps, links, onAction, trans } = props;
  if (steps.length === 0) {
    return null;
  }
  return (
    <section className="jp-Headroom-report-steps">
      <h3>{trans.__('What you can do')}</h3>
      <ol>
        {steps.map(step => (
          <li key={step.text}>
            {step.text}
            {step.place && <StepPlaceButton place={step.place} links={links} trans={trans} />}
            {step.snippet && (
              <div className="jp-Headroom-report-snippet">
                <pre>
                  <code>{step.snippet.text}</code>
                </pre>
                <CopyButton text={() => step.snippet?.text ?? ''} trans={trans}>
                  {trans.__('Copy')}
                </CopyButton>
              </div>
            )}
            {step.action && <ActionButton action={step.action} onAction={onAction} trans={trans} />}
          </li>
        ))}
      </ol>
    </section>
  );
}

type Progress = 'ready' | 'busy' | 'done' | 'failed';

function ActionButton(props: {
  action: StepAction;
  onAction: (action: StepAction) => Promise<boolean>;
  trans: TranslationBundle;
}): JSX.Element {
  const { action, onAction, trans } = props;
  const [progress, setProgress] = React.useState<Progress>('ready');
  const run = (): void => {
    setProgress('busy');
    onAction(action).then(
      isDone => setProgress(isDone ? 'done' : 'ready'),
      () => setProgress('failed')
    );
  };
  return (
    <div className="jp-Headroom-report-action">
      <button
        type="button"
        className="jp-mod-styled jp-mod-warn"
        disabled={progress === 'busy' || progress === 'done'}
        onClick={run}
      >
        {action.label}
      </button>
      <span role="status">
        {progress === 'done' && trans.__('Done.')}
        {progress === 'failed' && trans.__('That did not work.')}
      </span>
    </div>
  );
}
