// Checks that the wheel is all a user needs, by installing it where there is no node.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { must } from './command.mjs';
import { buildLabextension, buildWheel, sizeInKB, wheelFingerprint, wheelIn } from './build.mjs';
import { DIST, inRoot } from './paths.mjs';
import { ensureVenv, pip } from './python.mjs';
import { doing } from './say.mjs';
import { isFresh, mark } from './stamp.mjs';

/** The limit in docs/benchmarks.md for the whole product, so that it cannot grow unnoticed. */
const LARGEST_KB = 600;

/** A user's environment before the installation: JupyterLab and nothing else. */
export const ensureUserVenv = () =>
  ensureVenv(inRoot('.venvs', 'user'), {
    title: 'Environment of a user',
    args: ['jupyterlab>=4.3']
  });

/** The stamp of the sources that the installed wheel was built from. */
const stampOf = userVenv => join(userVenv.folder, 'headroom-wheel-stamp');

/** Builds the wheel, installs it for the user and checks it; resolves with a summary. */
export async function makeWheel(devVenv) {
  const user = await ensureUserVenv();
  const sources = wheelFingerprint();
  const seen = await checkWheel(devVenv, user, DIST);
  mark(stampOf(user), sources);
  return seen;
}

/** Path of the wheel of the current sources, built and checked if it does not exist yet. */
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

/** Exposes only the environment's own programs, so that no node can be found. */
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

/** Builds, measures and installs the wheel; resolves with a summary or rejects with the problem. */
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
