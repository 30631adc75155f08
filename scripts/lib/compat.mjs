// Environments with JupyterLab, other extensions and our wheel.
import { inRoot } from './paths.mjs';
import { ensureVenv, pip } from './python.mjs';

const JUPYTERLAB = 'jupyterlab>=4.3';

/** Their packages, keyed by the names that `ui-tests/compat.config.ts` uses. */
const ENVIRONMENTS = {
  collaboration: [JUPYTERLAB, 'jupyter-collaboration'],
  // jupyter-server-nbmodel shows outputs through the shared document, so it needs collaboration.
  nbmodel: [JUPYTERLAB, 'jupyter-collaboration', 'jupyter-server-nbmodel'],
  translated: [JUPYTERLAB, 'notebook>=7.3', 'jupyterlab-language-pack-de-DE']
};

/** Creates the environments, and installs the wheel into each as a user would. */
export async function ensureCompatVenvs(wheel) {
  for (const [name, packages] of Object.entries(ENVIRONMENTS)) {
    const venv = await ensureVenv(inRoot('.venvs', name), {
      title: `Environment "${name}"`,
      args: packages
    });
    await pip(venv, ['uninstall', '--yes', 'jupyterlab-headroom']);
    await pip(venv, ['install', wheel]);
    await pip(venv, ['check']);
  }
}
