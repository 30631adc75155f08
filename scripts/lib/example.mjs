// Builds the third-party extension of the browser tests, as its author would.
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { must } from './command.mjs';
import { CACHE, inRoot } from './paths.mjs';

const PLACE = join(CACHE, 'example');

/** Builds it and puts it where JupyterLab finds extensions in the browser tests. */
export async function installExample(venv) {
  rmSync(PLACE, { recursive: true, force: true });
  cpSync(inRoot('ui-tests', 'extension'), PLACE, { recursive: true });
  // An existing node_modules keeps the builder from installing; packages resolve further up.
  mkdirSync(join(PLACE, 'node_modules'));
  // Only emits JavaScript: the step `public-types` checks the types.
  await must(inRoot('node_modules', '.bin', 'tsc'), ['-p', PLACE, '--noCheck']);
  await must(venv.bin('jupyter-builder'), ['build', PLACE], { env: venv.env });
  const target = join(CACHE, 'ui-tests', 'data', 'labextensions', 'headroom-example');
  rmSync(target, { recursive: true, force: true });
  cpSync(join(PLACE, 'labextension'), target, { recursive: true });
}
