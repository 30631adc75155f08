import type { DeathContext, Explanation } from '../types';
import { stderrLine } from './words';

/** The process ended by itself: quit(), sys.exit(), os._exit(). */
export function exited({ report, cell, trans }: DeathContext): Explanation {
  const code = report.exit.code;
  return {
    title: trans.__('The kernel ended itself'),
    sentence:
      code === null
        ? trans.__('The kernel ended by itself; nothing killed it.')
        : trans.__('The kernel ended by itself with exit code %1; nothing killed it.', code),
    lines: stderrLine(report, trans),
    nextSteps: [
      {
        text: cell
          ? trans.__(
              'Look in the cell, and in what it calls, for exit(), quit(), sys.exit() or os._exit().'
            )
          : trans.__(
              'Look for a program that stops the kernel, or for an error in its start-up files.'
            ),
        place: cell ? 'cell' : 'report'
      }
    ]
  };
}

/** Died before it was ever ready. */
export function couldNotStart({ report, trans }: DeathContext): Explanation {
  const name = report.kernel.displayName ?? report.kernel.name;
  return {
    title: trans.__('The kernel could not start'),
    sentence: trans.__('The kernel %1 ended before it was ready.', name),
    lines: stderrLine(report, trans),
    nextSteps: [
      {
        text: trans.__('Start it by hand in a terminal, where you can read why it ends:'),
        snippet: {
          language: 'shell',
          text: `jupyter kernel --kernel=${report.kernel.name}`
        }
      },
      {
        text: trans.__('Or choose another kernel for this notebook. There are:'),
        snippet: { language: 'shell', text: 'jupyter kernelspec list' }
      }
    ]
  };
}

/** The server gave up restarting. */
export function crashLoop({ report, cell, trans }: DeathContext, last: Explanation): Explanation {
  return {
    title: trans.__('The kernel keeps dying'),
    sentence: trans.__(
      'The kernel died again and again, and the server has stopped restarting it.'
    ),
    lines: [
      trans.__('The last time: %1', last.sentence),
      ...(cell ? [trans.__('The cell below was running: it may be what keeps killing it.')] : []),
      ...stderrLine(report, trans)
    ],
    nextSteps: [
      ...last.nextSteps.slice(0, 1),
      {
        text: trans.__(
          'Change that cell before you run it again; then choose Restart Kernel in the Kernel menu.'
        ),
        place: 'cell'
      }
    ]
  };
}
