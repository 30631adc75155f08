import { applyEdits, describeFix } from '../../loads/fixes';
import type { Fix } from '../../loads/fixes';
import type { RunningCell } from '../../types';
import type { Explanation, NextStep } from '../types';
import type { Translate } from '../../words/translate';

/** Offering more choices would make it harder to choose. */
const MAX_OFFERED = 2;

/**
 * Puts the fixes for this very cell first. They replace the general advice, which is recognised by
 * its Python snippet. Fixes are edits of the cell, so there are none where it is not known.
 */
export function withFixes(
  explanation: Explanation,
  fixes: readonly Fix[],
  cell: RunningCell | null,
  trans: Translate
): Explanation {
  if (cell === null || fixes.length === 0) {
    return explanation;
  }
  return {
    ...explanation,
    nextSteps: [
      ...fixes.slice(0, MAX_OFFERED).map(fix => fixStep(fix, cell, trans)),
      ...explanation.nextSteps.filter(({ snippet }) => snippet?.language !== 'python')
    ]
  };
}

function fixStep(fix: Fix, cell: RunningCell, trans: Translate): NextStep {
  const { title, detail } = describeFix(fix, trans);
  const after = applyEdits(cell.source, fix.edits);
  return {
    text: trans.__('%1: %2', title, detail),
    snippet: { language: 'python', text: after },
    ...(cell.cellId === null
      ? {}
      : {
          action: {
            kind: 'edit-cell',
            cellId: cell.cellId,
            before: cell.source,
            after,
            label: trans.__('Change the cell')
          }
        })
  };
}
