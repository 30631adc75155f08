// `npm test`: everything that CI runs. `npm test -- --only=jest,ui` runs only those steps.
import { mkdirSync, rmSync } from 'node:fs';
import { parseArgs } from 'node:util';

import { checkSteps } from './lib/check-steps.mjs';
import { runSteps } from './lib/pipeline.mjs';
import { Trouble, runMain, say, seconds } from './lib/say.mjs';
import { report } from './lib/report.mjs';
import { inRoot } from './lib/paths.mjs';
import { devVenv } from './lib/dev-venv.mjs';
import { checkNode } from './lib/node.mjs';
import { setUpFor } from './lib/setup.mjs';

const SLOTS = 2;

function chosen(steps, only) {
  if (!only) {
    return steps;
  }
  const names = only.split(',');
  const unknown = names.filter(name => !steps.some(step => step.name === name));
  if (unknown.length > 0) {
    throw new Trouble(
      `No step is called ${unknown.join(', ')}; there are: ${steps.map(s => s.name).join(', ')}.`
    );
  }
  return steps.filter(step => names.includes(step.name));
}

await runMain(async () => {
  const { values } = parseArgs({ options: { only: { type: 'string' } } });
  const begin = Date.now();
  checkNode();
  const logs = inRoot('.cache', 'check');
  const steps = chosen(checkSteps(devVenv(), logs), values.only);
  say('Set-up');
  await setUpFor(steps);
  rmSync(logs, { recursive: true, force: true });
  mkdirSync(logs, { recursive: true });

  say(`\nSteps (${SLOTS} at a time; their output is in ${logs})`);
  const results = await runSteps(steps, SLOTS);
  say('');
  report(results);
  say(`Took ${seconds(Date.now() - begin)}.`);
  const failed = results.filter(result => !result.ok).length;
  say(`${results.length - failed} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
});
