// Checks that a third-party extension compiles against the package as it would be published.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { capture, must } from './command.mjs';
import { CACHE, inRoot } from './paths.mjs';

const PLACE = join(CACHE, 'public-types');

/** Packs the build, unpacks it where the extension resolves packages, and compiles it. */
export async function publicTypes() {
  await unpackInto(join(PLACE, 'node_modules', 'jupyterlab-headroom'));
  for (const name of ['src', 'package.json', 'tsconfig.json']) {
    cpSync(inRoot('ui-tests', 'extension', name), join(PLACE, name), { recursive: true });
  }
  writeFileSync(join(PLACE, 'src', 'documented.ts'), documentedExample());
  // JupyterLab's own packages resolve further up, to those that this repository is built with.
  return capture(inRoot('node_modules', '.bin', 'tsc'), ['-p', PLACE, '--noEmit']);
}

/** The example extension from docs/api.md, checked because people copy it. */
function documentedExample() {
  const text = readFileSync(inRoot('docs', 'api.md'), 'utf8');
  return /```ts\n([^]*?)```/.exec(text)[1];
}

async function unpackInto(folder) {
  rmSync(PLACE, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const args = ['pack', '--ignore-scripts', '--json', '--pack-destination', PLACE];
  const [{ filename }] = JSON.parse(await must('npm', args));
  await must('tar', ['xzf', join(PLACE, filename), '-C', folder, '--strip-components=1']);
}
