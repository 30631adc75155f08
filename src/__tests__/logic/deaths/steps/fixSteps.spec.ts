import { explain } from '../../../../logic/deaths/explain';
import { withFixes } from '../../../../logic/deaths/steps/fixSteps';
import { proposeFixes } from '../../../../logic/loads/fixes';
import type { Fix } from '../../../../logic/loads/fixes';
import { findLoadCalls } from '../../../../logic/cells/detect';
import { deathReport, runningCell, trans } from '../../../deathFixtures';
import { IMPORTED, capacity, facts, group, kernel } from '../../loads/rules/fixtures';

const source =
  'from transformers import AutoModelForCausalLM\n' +
  'model = AutoModelForCausalLM.from_pretrained("m")';
const explanation = explain({ report: deathReport(), cell: null, trans });

function fixes(): readonly Fix[] {
  const v4 = kernel({ transformers: '4.57.6' }, { modules: IMPORTED });
  return findLoadCalls([{ id: 'a', source }], 0).flatMap(call =>
    proposeFixes(source, call, facts([group('BF16', 1536)]), v4, capacity(3000))
  );
}

describe('withFixes', () => {
  it('offers to change the cell first', () => {
    const cell = runningCell({ cellId: 'a', source });
    const [first] = withFixes(explanation, fixes(), cell, trans).nextSteps;
    expect(first?.snippet?.text).toContain('dtype="auto"');
    expect(first?.action).toMatchObject({ kind: 'edit-cell', cellId: 'a', before: source });
  });

  it('only shows the changed cell where the notebook has it no more', () => {
    const cell = runningCell({ cellId: null, source });
    const [first] = withFixes(explanation, fixes(), cell, trans).nextSteps;
    expect(first?.snippet?.text).toContain('dtype="auto"');
    expect(first?.action).toBeUndefined();
  });

  it('offers no fix for a cell that is not known', () => {
    expect(fixes()).not.toEqual([]);
    expect(withFixes(explanation, fixes(), null, trans)).toBe(explanation);
  });
});
