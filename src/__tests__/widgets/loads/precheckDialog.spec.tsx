import { nullTranslator } from '@jupyterlab/translation';
import * as React from 'react';
import { act } from 'react';

import { proposeFixes } from '../../../logic/loads/fixes';
import { findReliefs } from '../../../logic/loads/verdict/relief';
import { remediesOf, type Remedy } from '../../../logic/loads/words/remedy';
import { PrecheckView, type PrecheckQuestion } from '../../../widgets/loads/precheckDialog';
import { GIB, kernel } from '../../memoryFixtures';
import { BFLOAT16, judgedOf, OLD_TRANSFORMERS } from '../../precheckFixtures';

/** Without types of its own here. */
const { createRoot } = jest.requireActual<{
  createRoot(host: Element): { render(node: React.ReactNode): void };
}>('react-dom/client');

const trans = nullTranslator.load('jupyterlab_headroom');
const CELL = 'model = AutoModel.from_pretrained("org/model")';

function questionOf(over: Partial<PrecheckQuestion> = {}): PrecheckQuestion {
  const { verdict, capacity, estimates } = judgedOf(CELL, 1000);
  if (verdict === null) {
    throw new Error('the fixture has a verdict');
  }
  const { call } = verdict.estimate;
  const idle = [{ kernel: kernel('7'), ramBytes: 8 * GIB, vramBytes: {} }];
  return {
    verdict,
    isSevere: true,
    shortages: [],
    fixes: proposeFixes(CELL, call, BFLOAT16, OLD_TRANSFORMERS, capacity),
    reliefs: findReliefs(estimates, capacity, idle),
    source: CELL,
    ...over
  };
}

function show(question: PrecheckQuestion) {
  const host = document.body.appendChild(document.createElement('div'));
  const chosen: Remedy[] = [];
  act(() => {
    createRoot(host).render(
      <PrecheckView
        question={question}
        remedies={remediesOf(question.fixes, question.reliefs)}
        onChoose={remedy => chosen.push(remedy)}
        trans={trans}
      />
    );
  });
  const radios = [...host.querySelectorAll<HTMLInputElement>('input[type=radio]')];
  return { host, chosen, radios, diff: () => host.querySelector('.jp-Headroom-diff') };
}

beforeAll(() => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
});

afterEach(() => {
  document.body.replaceChildren();
});

describe('the dialog before a run', () => {
  it('names the quantity, the call, and draws the bar with words for everybody', () => {
    const { host } = show(questionOf());
    expect(host.textContent).toContain('of RAM that cannot be paged out');
    expect(host.querySelector('.jp-Headroom-precheckCall')?.textContent).toBe(
      'AutoModel.from_pretrained("org/model")'
    );
    const bar = host.querySelector('[role=img]')?.getAttribute('aria-label');
    expect(bar).toMatch(/^RAM: needs/);
    const [, size] = /needs (.+), /.exec(bar ?? '') ?? [];
    expect(host.querySelector('.jp-Headroom-precheckSentence')?.textContent).toContain(
      `needs ${size} of RAM`
    );
  });

  it('shows the first fix as a difference of the cell', () => {
    const { radios, diff } = show(questionOf());
    expect(radios[0]?.checked).toBe(true);
    expect(diff()?.querySelector('del')?.textContent).toContain(CELL);
    expect(diff()?.querySelector('ins')?.textContent).toContain('dtype="auto"');
  });

  it('says what is lost with an idle kernel, and shows no difference for it', () => {
    const { host, chosen, radios, diff } = show(questionOf());
    act(() => radios.at(-1)?.click());
    expect(host.textContent).toContain('Shut down notebook-7.ipynb');
    expect(host.textContent).toContain('idle and holds 8 GiB. All its variables are lost');
    expect(chosen.map(({ kind }) => kind)).toEqual(['shut-down']);
    expect(diff()).toBeNull();
  });

  it('speaks of the disk alone when the memory suffices', () => {
    const shortage = {
      reference: 'org/model',
      neededBytes: 20 * GIB,
      freeBytes: GIB,
      partialBytes: 2 * GIB
    };
    const only = { isSevere: false, shortages: [shortage], fixes: [], reliefs: [] };
    const { host, radios } = show(questionOf(only));
    expect(host.textContent).toContain('20 GiB are still to be written (2 GiB are there)');
    expect(host.textContent).not.toContain('of RAM');
    expect(radios).toEqual([]);
  });
});
