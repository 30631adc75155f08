// JupyterLabs with other extensions, and with the wheel beside them.
import { inRoot } from './paths.mjs';
import { ensureVenv, pip } from './python.mjs';

const JUPYTERLAB = 'jupyterlab>=4.3';

/** By the names that `ui-tests/compat.config.ts` uses. */
const ENVIRONMENTS = {
  collaboration: [JUPYTERLAB, 'jupyter-collaboration'],
  // It shows outputs through the shared document.
  nbmodel: [JUPYTERLAB, 'jupyter-collaboration', 'jupyter-server-nbmodel'],
  translated: [JUPYTERLAB, 'notebook>=7.3', 'jupyterlab-language-pack-de-DE']
};

/** Makes them, and installs the wheel into each as a user would. */
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
