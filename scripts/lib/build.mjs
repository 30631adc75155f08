// Builds a wheel from the sources, in the same way for the demo and for the tests.
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { must } from './command.mjs';
import { LABEXTENSION, inRoot } from './paths.mjs';
import { Trouble } from './say.mjs';
import { fingerprint } from './stamp.mjs';

/**
 * What building the wheel needs besides node. Installed in advance, because an isolated build
 * would download everything a second time.
 */
export const BUILD_REQUIREMENTS = [
  'build',
  'hatch-jupyter-builder>=0.5',
  'hatch-nodejs-version>=0.3.2',
  'hatchling>=1.5.0',
  'jupyter-builder>=1.2,<2'
];

const FRONTEND = ['src', 'style', 'schema', 'package.json', 'tsconfig.json', 'yarn.lock'];
const SERVER = [
  'jupyterlab_headroom',
  'jupyter-config',
  'pyproject.toml',
  'install.json',
  'README.md'
];

export const frontendFingerprint = () => fingerprint(FRONTEND.map(name => inRoot(name)));
export const wheelFingerprint = () =>
  fingerprint([...FRONTEND, ...SERVER].map(name => inRoot(name)));

/** Compiles the sources and bundles the labextension as for a release. */
export const buildLabextension = venv => must(venv.bin('jlpm'), ['build:prod'], { env: venv.env });

/** Builds the sdist, and the wheel from it, into `folder`; resolves with the wheel's path. */
export async function buildWheel(venv, folder) {
  if (!existsSync(join(LABEXTENSION, 'package.json'))) {
    throw new Trouble('The labextension is not built: run `jlpm build:prod`.');
  }
  rmSync(folder, { recursive: true, force: true });
  await must(venv.bin('python'), ['-m', 'build', '--no-isolation', '--outdir', folder], {
    env: venv.env
  });
  return wheelIn(folder);
}

export function wheelIn(folder) {
  const name = existsSync(folder) && readdirSync(folder).find(file => file.endsWith('.whl'));
  return name ? join(folder, name) : null;
}

export const sizeInKB = path => Math.ceil(statSync(path).size / 1000);
