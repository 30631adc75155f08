// Is the wheel all a user needs? Installs it where there is no node, and asks Jupyter.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { must } from './command.mjs';
import { buildLabextension, buildWheel, sizeInKB, wheelFingerprint, wheelIn } from './build.mjs';
import { DIST, inRoot } from './paths.mjs';
import { ensureVenv, pip } from './python.mjs';
import { doing } from './say.mjs';
import { isFresh, mark } from './stamp.mjs';

/** The bar of docs/benchmarks.md for the whole product; this keeps it from growing unnoticed. */
const LARGEST_KB = 600;

/** JupyterLab and nothing else: the environment of a user before the installation. */
export const ensureUserVenv = () =>
  ensureVenv(inRoot('.venvs', 'user'), {
    title: 'Environment of a user',
    args: ['jupyterlab>=4.3']
  });

/** Of the sources that the installed wheel was built from. */
const stampOf = userVenv => join(userVenv.folder, 'headroom-wheel-stamp');

/** Builds the wheel, installs it for the user and checks it; resolves with what was seen. */
export async function makeWheel(devVenv) {
  const user = await ensureUserVenv();
  const sources = wheelFingerprint();
  const seen = await checkWheel(devVenv, user, DIST);
  mark(stampOf(user), sources);
  return seen;
}

/** The wheel of the sources as they are, built and checked if it is not there; its path. */
export async function ensureWheel(devVenv) {
  const user = await ensureUserVenv();
  if (!isFresh(stampOf(user), wheelFingerprint()) || wheelIn(DIST) === null) {
    await doing('Extension: compile, bundle, install the wheel', async () => {
      await buildLabextension(devVenv);
      await makeWheel(devVenv);
    });
  }
  return wheelIn(DIST);
}

/** Only the environment's own programs are found: no node, no jlpm's node. */
function bareEnv(venv, home) {
  return {
    HOME: home,
    LANG: 'C.UTF-8',
    PATH: join(venv.folder, 'bin'),
    JUPYTER_CONFIG_DIR: join(home, 'config'),
    JUPYTER_DATA_DIR: join(home, 'data')
  };
}

const CHECKS = [
  [['labextension', 'list'], /jupyterlab-headroom v\S+.*enabled.*OK/],
  [['server', 'extension', 'list'], /jupyterlab_headroom \S+.*OK/]
];

/** Builds, measures and installs the wheel; resolves with what was seen, rejects with what is wrong. */
async function checkWheel(devVenv, userVenv, dist) {
  const wheel = await buildWheel(devVenv, dist);
  const size = sizeInKB(wheel);
  const seen = [`${wheel}: ${size} KB (at most ${LARGEST_KB} KB)`];
  if (size > LARGEST_KB) {
    throw new Error(seen[0]);
  }
  await pip(userVenv, ['uninstall', '--yes', 'jupyterlab-headroom']);
  await pip(userVenv, ['install', wheel]);
  await pip(userVenv, ['check']);
  const home = mkdtempSync(join(tmpdir(), 'headroom-home-'));
  try {
    for (const [args, expected] of CHECKS) {
      seen.push(await ask(userVenv, args, expected, home));
    }
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
  return seen.join('\n');
}

async function ask(venv, args, expected, home) {
  const env = bareEnv(venv, home);
  const output = (await must(venv.bin('jupyter'), args, { cwd: home, env })).replace(
    /\u001b\[[0-9;]*m/g,
    ''
  );
  if (!expected.test(output)) {
    throw new Error(`jupyter ${args.join(' ')} does not say ${expected}:\n${output}`);
  }
  return output
    .split('\n')
    .find(line => expected.test(line))
    .trim();
}
