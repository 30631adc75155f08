// Sets up what the demo needs besides JupyterLab: extension, limited kernel, checkpoints, notebook.
import { copyFileSync, existsSync, readFileSync } from 'node:fs';

import { buildLabextension, buildWheel, frontendFingerprint, wheelFingerprint } from './build.mjs';
import { must } from './command.mjs';
import { LABEXTENSION, inRoot } from './paths.mjs';
import { pip } from './python.mjs';
import { doing, say } from './say.mjs';
import { fingerprint, isFresh, mark } from './stamp.mjs';

export const STORY = 'story.local.ipynb';

/** Builds the wheel from this checkout and installs it, as a user would. */
export async function installExtension(venv) {
  const built = inRoot('.demo', 'labextension-stamp');
  const frontend = frontendFingerprint();
  if (!isFresh(built, frontend) || !existsSync(`${LABEXTENSION}/package.json`)) {
    await doing('Extension: compile and bundle', () => buildLabextension(venv));
    mark(built, frontend);
  }
  const installed = `${venv.folder}/headroom-wheel-stamp`;
  const sources = wheelFingerprint();
  if (!isFresh(installed, sources)) {
    await doing('Extension: build and install the wheel', async () => {
      const wheel = await buildWheel(venv, inRoot('.demo', 'dist'));
      await pip(venv, ['uninstall', '--yes', 'jupyterlab-headroom']);
      await pip(venv, ['install', wheel]);
    });
    mark(installed, sources);
  }
}

/** Kernelspec, checkpoints, and a copy of the notebook so that no committed file is changed. */
export async function prepareStory(venv) {
  const python = args => must(venv.bin('python'), args, { env: venv.env });
  await python([inRoot('demo', 'install_kernel.py')]);
  await doing('Checkpoints of random numbers, 1.7 GiB in demo/checkpoints', async () => {
    const made = await python([
      inRoot('demo', 'make_checkpoint.py'),
      inRoot('demo', 'checkpoints')
    ]);
    say(made.trimEnd().replace(/^/gm, '  '));
  });
  copyStory();
}

/** Makes a new copy if the story has changed; an edited old copy is kept beside it. */
function copyStory() {
  const story = inRoot('demo', 'story.ipynb');
  const copy = inRoot('demo', STORY);
  const stamp = inRoot('.demo', 'story-stamp');
  const digest = fingerprint([story]);
  if (isFresh(stamp, digest) && existsSync(copy)) {
    return;
  }
  if (existsSync(copy) && !readFileSync(copy).equals(readFileSync(story))) {
    copyFileSync(copy, inRoot('demo', 'story-before.local.ipynb'));
  }
  copyFileSync(story, copy);
  mark(stamp, digest);
}
