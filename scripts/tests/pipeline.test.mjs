import assert from 'node:assert/strict';
import test from 'node:test';

import { runSteps, testCounts } from '../lib/pipeline.mjs';

const passes = (output = '') => Promise.resolve({ code: 0, output });
const fails = () => Promise.resolve({ code: 1, output: 'broken' });

test('a step runs after those it needs, and results keep the order of the steps', async () => {
  const ran = [];
  const step = (name, more = {}) => ({ name, run: () => (ran.push(name), passes()), ...more });
  const results = await runSteps([step('ui', { needs: ['wheel'] }), step('wheel')], 2);
  assert.deepEqual(ran, ['wheel', 'ui']);
  assert.deepEqual(
    results.map(result => [result.step.name, result.ok]),
    [
      ['ui', true],
      ['wheel', true]
    ]
  );
});

test('what needs a failed step is not run, and fails; the others still run', async () => {
  const results = await runSteps(
    [
      { name: 'wheel', run: fails },
      { name: 'ui', needs: ['wheel'], run: passes },
      { name: 'jest', run: passes }
    ],
    2
  );
  assert.deepEqual(
    results.map(result => result.ok),
    [false, false, true]
  );
  assert.match(results[1].output, /wheel failed/);
});

test('a need that was not chosen is no need', async () => {
  const results = await runSteps([{ name: 'ui', needs: ['wheel'], run: passes }], 2);
  assert.equal(results[0].ok, true);
});

test('a step of two slots has the machine to itself', async () => {
  let running = 0;
  const most = { one: 0, two: 0 };
  const step = (name, slots) => ({
    name: `${name}${running}`,
    slots,
    run: async () => {
      running += 1;
      await new Promise(resolve => setTimeout(resolve, 5));
      most[name] = Math.max(most[name], running);
      running -= 1;
      return { code: 0, output: '' };
    }
  });
  await runSteps([step('one', 1), step('two', 2), step('one', 1), step('one', 1)], 2);
  assert.deepEqual(most, { one: 2, two: 1 });
});

test('a test runner that ran no test has failed, and so has a step that throws', async () => {
  const results = await runSteps(
    [
      { name: 'jest', isTest: true, run: () => passes('Tests: 0 total') },
      { name: 'build', run: () => Promise.reject(new Error('no jlpm')) }
    ],
    2
  );
  assert.deepEqual(
    results.map(result => result.ok),
    [false, false]
  );
  assert.match(results[1].output, /no jlpm/);
});

const ENDS = {
  'Test Suites: 2 passed, 2 total\nTests:       1 skipped, 12 passed, 13 total\nSnapshots:   3 passed, 3 total\nTime: 4 s':
    [12, 0, 1],
  '==== 2 failed, 30 passed, 4 skipped in 3.21s ====': [30, 2, 4],
  '  1 failed\n    tests/a.spec.ts:3:1 > a\n  2 skipped\n  9 passed (1.2m)': [9, 1, 2],
  'ERROR: nothing to see': [0, 0, 0]
};
for (const [output, [passed, failed, skipped]] of Object.entries(ENDS)) {
  test(`counts of: ${output.trim().split('\n')[0]}`, () => {
    assert.deepEqual(testCounts(output), { passed, failed, skipped });
  });
}
