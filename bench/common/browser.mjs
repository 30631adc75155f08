// A real Chromium for the benchmarks.
import { createRequire } from 'node:module';

import { ensureChromium } from '../../scripts/lib/chromium.mjs';
import { inRoot } from '../../scripts/lib/paths.mjs';

const UI_TESTS = inRoot('ui-tests');
const { chromium } = createRequire(`${UI_TESTS}/package.json`)('playwright-core');

export async function launch() {
  const executablePath = await ensureChromium(UI_TESTS);
  return chromium.launch({
    executablePath: executablePath || undefined,
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage']
  });
}

/** URL of a page on the benchmark's server. */
export const labUrl = (port, path = '') => `http://127.0.0.1:${port}/lab${path}?token=bench&reset`;

/** Resolves when JupyterLab has started and restored its layout. */
export async function untilRestored(page) {
  await page.waitForFunction(() => window.jupyterapp !== undefined, undefined, {
    timeout: 60_000
  });
  await page.evaluate(async () => {
    await window.jupyterapp.restored;
  });
}
