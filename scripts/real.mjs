// Browser tests that take longer or need more than a user's environment; `npm test` runs the rest.
// `npm run test:deaths`: every kind of death. `npm run test:truth`: real loads with torch.
// `npm run test:compat`: together with other extensions.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { browserTests } from './lib/browser.mjs';
import { ensureCompatVenvs } from './lib/compat.mjs';
import { ensureDevVenv } from './lib/dev-venv.mjs';
import { checkNode, ensureNodePackages } from './lib/node.mjs';
import { inRoot } from './lib/paths.mjs';
import { runSteps } from './lib/pipeline.mjs';
import { report } from './lib/report.mjs';
import { Trouble, runMain, say, seconds } from './lib/say.mjs';
import { ensureModels, ensureTorchVenv } from './lib/torch.mjs';
import { ensureWheel } from './lib/wheel.mjs';

/** Prepares what each set needs besides the wheel; resolves with the variables for its tests. */
const SETS = {
  deaths: async () => ({}),
  truth: async () => {
    const torch = await ensureTorchVenv();
    await ensureModels(torch);
    return { HEADROOM_TORCH_PYTHON: torch.bin('python') };
  },
  compat: async wheel => {
    await ensureCompatVenvs(wheel);
    return {};
  }
};

await runMain(async () => {
  const [name] = process.argv.slice(2);
  const prepare = SETS[name];
  if (!prepare) {
    throw new Trouble(`Which tests? There are: ${Object.keys(SETS).join(', ')}.`);
  }
  const begin = Date.now();
  checkNode();
  say('Set-up');
  const venv = await ensureDevVenv();
  await ensureNodePackages();
  const env = await prepare(await ensureWheel(venv));
  const logs = inRoot('.cache', 'check');
  mkdirSync(logs, { recursive: true });

  const run = () =>
    browserTests(venv, { config: `${name}.config.ts`, log: join(logs, `${name}.log`), env });
  const results = await runSteps([{ name, isTest: true, run }], 1);
  report(results);
  say(`Took ${seconds(Date.now() - begin)}.`);
  process.exitCode = results.every(result => result.ok) ? 0 : 1;
});
