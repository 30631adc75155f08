import type { DeathReport, Evidence, RunningCell } from '../../types';
import { newKernel } from './aftermath';
import { sourceWord } from './evidenceWords';
import { stepsAtLimit } from '../steps/steps';
import type { DeathContext, Explanation, NextStep } from '../types';
import type { Translate } from '../../words/translate';

/** The server could not determine the cause, so list the sources it checked. */
export function notKnown({ report, cell, trans }: DeathContext): Explanation {
  const read = sourceWords(report, ({ readable }) => readable, trans);
  const unreadable = sourceWords(report, ({ readable }) => !readable, trans);
  return {
    title: trans.__('The kernel died, and it is not known why'),
    sentence: trans.__('The kernel died, and nothing that could be read says why.'),
    lines: [
      ...(read.length > 0 ? [trans.__('Looked at: %1.', read.join('; '))] : []),
      ...(unreadable.length > 0 ? [trans.__('Could not be read: %1.', unreadable.join('; '))] : []),
      ...(report.kernel.locality === 'remote'
        ? [trans.__('The kernel runs on another machine, where this server cannot look.')]
        : [])
    ],
    nextSteps: [
      watchSidebar(trans),
      ...stepsAtLimit({ report, cell, load: null, trans }).slice(0, 1)
    ]
  };
}

/** The server sent no report in time, so only what the browser saw is known. */
export function noReport(cell: RunningCell | null, trans: Translate): Explanation {
  return {
    title: trans.__('The kernel died'),
    sentence: trans.__('The kernel died, and the server has not been able to tell why.'),
    lines: [
      newKernel(trans),
      cell
        ? trans.__('The browser knows only which cell was running.')
        : trans.__('The browser saw no cell running at that time.')
    ],
    nextSteps: [watchSidebar(trans)]
  };
}

/** While the evidence is still being collected. */
export function looking(trans: Translate): Explanation {
  return {
    title: trans.__('The kernel died'),
    sentence: trans.__('The kernel died. Looking for evidence …'),
    lines: [trans.__('The variables are gone; code and outputs are still there.')],
    nextSteps: []
  };
}

function sourceWords(
  report: DeathReport,
  which: (item: Evidence) => boolean,
  trans: Translate
): string[] {
  const found = report.evidence.filter(which).map(item => sourceWord(item.source, trans));
  return [...new Set(found)];
}

function watchSidebar(trans: Translate): NextStep {
  return {
    text: trans.__(
      'Watch the sidebar while the cell runs again: it shows whether memory is what runs out.'
    ),
    place: 'sidebar'
  };
}
