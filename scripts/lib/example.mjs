// The extension of somebody else that the browser tests bring: built as its author would.
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { must } from './command.mjs';
import { CACHE, inRoot } from './paths.mjs';

const PLACE = join(CACHE, 'example');

/** Builds it and puts it where the JupyterLabs of the browser tests find extensions. */
export async function installExample(venv) {
  rmSync(PLACE, { recursive: true, force: true });
  cpSync(inRoot('ui-tests', 'extension'), PLACE, { recursive: true });
  // An empty folder of its own keeps the builder from installing: all it needs is found further up.
  mkdirSync(join(PLACE, 'node_modules'));
  // Only written out: the step `public-types` checks its types.
  await must(inRoot('node_modules', '.bin', 'tsc'), ['-p', PLACE, '--noCheck']);
  await must(venv.bin('jupyter-builder'), ['build', PLACE], { env: venv.env });
  const target = join(CACHE, 'ui-tests', 'data', 'labextensions', 'headroom-example');
  rmSync(target, { recursive: true, force: true });
  cpSync(join(PLACE, 'labextension'), target, { recursive: true });
}
