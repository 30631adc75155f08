import { ReactWidget } from '@jupyterlab/apputils';
import { nullTranslator } from '@jupyterlab/translation';
import { MessageLoop } from '@lumino/messaging';
import { Widget } from '@lumino/widgets';
import * as React from 'react';
import { act } from 'react';

import { explain } from '../../../logic/deaths/explain';
import { CAUSES } from '../../../logic/types';
import type { Confidence, RunningCell } from '../../../logic/types';
import { NextSteps } from '../../../widgets/deaths/nextSteps';
import { cellWords } from '../../../widgets/deaths/stepPlace';
import { deathReport, detailsOf, runningCell } from '../../deathFixtures';

const trans = nullTranslator.load('jupyterlab_headroom');
const CONFIDENCES: readonly Confidence[] = ['certain', 'high', 'medium', 'low'];
const everyVerdict = CAUSES.flatMap(cause =>
  CONFIDENCES.map(confidence => [cause, confidence] as const)
);

/** What a person can take hold of: a button, lines to copy, or the name of a place. */
const HANDLE = 'button, pre, .jp-Headroom-report-where:not(:empty)';

/** The steps as they are shown where nothing leads to the cell or to the sidebar. */
async function shown(
  cause: (typeof CAUSES)[number],
  confidence: Confidence,
  cell: RunningCell | null
): Promise<Element[]> {
  const { nextSteps } = explain({
    report: deathReport({ details: detailsOf(cause), confidence }),
    cell,
    trans
  });
  const page = ReactWidget.create(
    <NextSteps
      steps={nextSteps}
      links={{
        toCell: null,
        toSidebar: null,
        cellWords: cellWords(cell, null, trans),
        reportText: () => ''
      }}
      onAction={async () => true}
      trans={trans}
    />
  );
  // `renderPromise` waits until the page is idle once; on a busy machine React may come later.
  await act(async () => {
    Widget.attach(page, document.body);
    MessageLoop.flush();
    await page.renderPromise;
  });
  const steps = [...page.node.querySelectorAll('li')];
  act(() => page.dispose());
  return steps;
}

describe('NextSteps', () => {
  beforeAll(() => Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true }));

  it.each(everyVerdict)('leaves no step of %s (%s) without a handle', async (cause, confidence) => {
    for (const cell of [runningCell(), null]) {
      const steps = await shown(cause, confidence, cell);
      expect(steps.length).toBeGreaterThan(0);
      expect(steps.filter(step => step.querySelector(HANDLE) === null)).toEqual([]);
    }
  });
});

describe('cellWords', () => {
  it.each([
    [runningCell({ position: 3 }), 'work/story.ipynb', 'Where: cell 3 of story.ipynb'],
    [runningCell({ position: null, cellId: null }), 'work/console-1', 'Where: the cell above'],
    [runningCell(), null, 'Where: the cell above'],
    [null, 'work/story.ipynb', 'Where: the cells of story.ipynb'],
    [null, null, 'Where: the code that this kernel ran']
  ])('names the place of %j in %j', (cell, path, words) => {
    expect(cellWords(cell, path, trans)).toBe(words);
  });
});
