// The developer's environment: what pyproject.toml says, and this checkout, editable.
import { mkdirSync } from 'node:fs';

import { LABEXTENSION, inRoot } from './paths.mjs';
import { ensureVenv, venvAt } from './python.mjs';

const FOLDER = inRoot('.venv');

/** Where it is, made or not. */
export const devVenv = () => venvAt(FOLDER);

export async function ensureDevVenv() {
  // The wheel's shared data must exist, also before the first build.
  mkdirSync(LABEXTENSION, { recursive: true });
  return ensureVenv(FOLDER, {
    title: 'Environment for the tests',
    args: ['--editable', '.[dev,test]'],
    inputs: [inRoot('pyproject.toml')],
    env: { SKIP_JUPYTER_BUILDER: '1' }
  });
}
