// Is the wheel all a user needs? Installs it where there is no node, and asks Jupyter.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { must } from './command.mjs';
import { inRoot } from './paths.mjs';
import { ensureVenv, pip } from './python.mjs';
import { buildWheel, sizeInKB } from './build.mjs';

const LARGEST_KB = 400;

/** JupyterLab and nothing else: the environment of a user before the installation. */
export const ensureUserVenv = () =>
  ensureVenv(inRoot('.venvs', 'user'), {
    title: 'Environment of a user',
    args: ['jupyterlab>=4.3']
  });

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
export async function checkWheel(devVenv, userVenv, dist) {
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
