// `npm test`: everything that CI runs. `npm test -- --only=jest,ui` runs some of it.
import { mkdirSync, rmSync } from 'node:fs';
import { parseArgs } from 'node:util';

import { checkSteps } from './lib/check-steps.mjs';
import { runSteps } from './lib/pipeline.mjs';
import { Trouble, runMain, say, seconds } from './lib/say.mjs';
import { report } from './lib/report.mjs';
import { inRoot } from './lib/paths.mjs';
import { checkNode, ensureNodePackages } from './lib/node.mjs';
import { ensureDevVenv } from './lib/dev-venv.mjs';

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
  say('Set-up');
  const venv = await ensureDevVenv();
  await ensureNodePackages(venv);

  const logs = inRoot('.cache', 'check');
  rmSync(logs, { recursive: true, force: true });
  mkdirSync(logs, { recursive: true });
  const steps = chosen(checkSteps(venv, logs), values.only);

  say(`\nSteps (${SLOTS} at a time; their output is in ${logs})`);
  const results = await runSteps(steps, SLOTS);
  say('');
  report(results);
  say(`Took ${seconds(Date.now() - begin)}.`);
  const failed = results.filter(result => !result.ok).length;
  say(`${results.length - failed} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
});
