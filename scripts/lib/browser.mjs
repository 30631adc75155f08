// Browser tests: JupyterLab from the user environment, kernels from the developer's, in Chromium.
import { join } from 'node:path';

import { ensureChromium } from './chromium.mjs';
import { capture } from './command.mjs';
import { installExample } from './example.mjs';
import { ensureNodePackages } from './node.mjs';
import { inRoot } from './paths.mjs';
import { ensureUserVenv } from './wheel.mjs';

const UI_TESTS = inRoot('ui-tests');

/** Runs one set of them: `config` is its file in `ui-tests/`, `env` holds additional variables. */
export async function browserTests(venv, { config, log, env = {} }) {
  const user = await ensureUserVenv();
  await ensureNodePackages(UI_TESTS);
  const types = await capture(inRoot('node_modules', '.bin', 'tsc'), ['-p', UI_TESTS]);
  if (types.code !== 0) {
    return types;
  }
  await installExample(venv);
  const playwright = join(UI_TESTS, 'node_modules', '.bin', 'playwright');
  return capture(playwright, ['test', `--config=${config}`], {
    cwd: UI_TESTS,
    env: {
      ...venv.env,
      CHROMIUM_PATH: await ensureChromium(UI_TESTS),
      HEADROOM_JUPYTER: user.bin('jupyter'),
      HEADROOM_KERNEL_PYTHON: venv.bin('python'),
      ...env
    },
    log
  });
}
