import assert from 'node:assert/strict';
import test from 'node:test';

import { checkSteps } from '../lib/check-steps.mjs';
import { venvAt } from '../lib/python.mjs';
import { setUpFor } from '../lib/setup.mjs';

const STEPS = checkSteps(venvAt('/nowhere'), '/nowhere');

/** The set-up that would be run for these steps, in order. */
async function madeFor(...names) {
  const made = [];
  const steps = STEPS.filter(step => names.includes(step.name));
  assert.equal(steps.length, names.length);
  await setUpFor(steps, { venv: () => made.push('venv'), node: () => made.push('node') });
  return made;
}

const NEEDS = [
  [['jest', 'eslint', 'types', 'prettier', 'stylelint', 'settings'], ['node']],
  [['ruff', 'ruff-format', 'mypy', 'pytest'], ['venv']],
  [['rooms', 'scripts'], []],
  [
    ['jest', 'ruff'],
    ['venv', 'node']
  ],
  [['ui'], ['venv', 'node']]
];
for (const [names, expected] of NEEDS) {
  test(`${names} need ${expected.join(' and ') || 'nothing'}`, async () => {
    assert.deepEqual(await madeFor(...names), expected);
  });
}

test('every need is a step or a set-up', () => {
  const known = new Set(['venv', 'node', ...STEPS.map(step => step.name)]);
  const unknown = STEPS.flatMap(step => step.needs ?? []).filter(name => !known.has(name));
  assert.deepEqual(unknown, []);
});
