// Installs npm packages from the lockfile, with the yarn that JupyterLab bundles as jlpm.
// It is run through npx, so that no Python is needed.
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { must } from './command.mjs';
import { ROOT } from './paths.mjs';
import { Trouble, doing } from './say.mjs';
import { fingerprint, isFresh, mark } from './stamp.mjs';

const OLDEST = 20;

/** The version inside jlpm: others write the lockfile differently, so --immutable would fail. */
const YARN = '@yarnpkg/cli-dist@3.5.0';

export function checkNode() {
  const [major] = process.versions.node.split('.').map(Number);
  if (major < OLDEST) {
    throw new Trouble(`Node.js ${OLDEST} or newer is needed; this is ${process.versions.node}.`);
  }
}

/** Installs the packages in yarn.lock into `folder`, unless they are up to date. */
export async function ensureNodePackages(folder = ROOT) {
  const inputs = ['package.json', 'yarn.lock', '.yarnrc.yml'];
  const digest = fingerprint(
    inputs.map(name => join(folder, name)),
    process.platform
  );
  const modules = join(folder, 'node_modules');
  const stamp = join(modules, '.headroom-stamp');
  if (isFresh(stamp, digest) && existsSync(join(modules, '.yarn-state.yml'))) {
    return;
  }
  await doing(`npm packages of ${folder}: yarn install`, async () => {
    await must('npx', ['--yes', `--package=${YARN}`, '--', 'yarn', 'install', '--immutable'], {
      cwd: folder,
      env: { ...process.env, PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1' }
    });
    mark(stamp, digest);
  });
}
