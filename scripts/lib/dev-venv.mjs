// The developer's environment: the dependencies in pyproject.toml and this checkout, editable.
import { mkdirSync } from 'node:fs';

import { LABEXTENSION, inRoot } from './paths.mjs';
import { ensureVenv, venvAt } from './python.mjs';

const FOLDER = inRoot('.venv');

/** The environment, whether it has been created yet or not. */
export const devVenv = () => venvAt(FOLDER);

export async function ensureDevVenv() {
  // The install expects the wheel's shared data, even before the first build.
  mkdirSync(LABEXTENSION, { recursive: true });
  return ensureVenv(FOLDER, {
    title: 'Environment for the tests',
    args: ['--editable', '.[dev,test]'],
    inputs: [inRoot('pyproject.toml')],
    env: { SKIP_JUPYTER_BUILDER: '1' }
  });
}
