// Finds a Python, and creates virtual environments whose packages are installed once.
import { existsSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';

import { capture, must, which } from './command.mjs';
import { Trouble, doing } from './say.mjs';
import { fingerprint, isFresh, mark } from './stamp.mjs';

const OLDEST = [3, 10];
const NAMES = ['python3', 'python3.13', 'python3.12', 'python3.11', 'python3.10', 'python'];
const PROBE = `
import importlib.util as u, sys
print(*sys.version_info[:2], u.find_spec("venv") is not None and u.find_spec("ensurepip") is not None)`;

async function probe(command) {
  const { code, output } = await capture(command, ['-c', PROBE]);
  const [major, minor, canMakeVenv] = output.trim().split(' ');
  return code === 0
    ? {
        command,
        version: [Number(major), Number(minor)],
        canMakeVenv: canMakeVenv === 'True'
      }
    : null;
}

const isNewEnough = ({ version: [major, minor] }) =>
  major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);

/** The first Python that is new enough and can create virtual environments; $PYTHON comes first. */
export async function findPython() {
  const candidates = [process.env.PYTHON, ...NAMES].filter(
    name => name && (existsSync(name) || which(name))
  );
  const found = (await Promise.all(candidates.map(probe))).filter(Boolean);
  const usable = found.filter(isNewEnough);
  const best = usable.find(python => python.canMakeVenv);
  if (best) {
    return best.command;
  }
  throw new Trouble(whyNoPython(found, usable));
}

function whyNoPython(found, usable) {
  const [first] = usable;
  if (first) {
    return (
      `${first.command} has no venv module. On Debian and Ubuntu: ` +
      `apt-get install python${first.version.join('.')}-venv`
    );
  }
  const seen = found.map(python => `${python.command} is ${python.version.join('.')}`);
  return (
    `Python ${OLDEST.join('.')} or newer is needed` +
    `${seen.length ? ` (${seen.join(', ')})` : ', and none was found'}. ` +
    'Install it, or name one: PYTHON=/path/to/python3.'
  );
}

/** The programs of a virtual environment, and the variables for running others inside it. */
export function venvAt(folder) {
  const bin = join(folder, 'bin');
  return {
    folder,
    bin: name => join(bin, name),
    env: {
      ...process.env,
      VIRTUAL_ENV: folder,
      PATH: `${bin}${delimiter}${process.env.PATH ?? ''}`,
      PIP_DISABLE_PIP_VERSION_CHECK: '1',
      PYTHONNOUSERSITE: '1'
    }
  };
}

/**
 * A virtual environment in which `pip install ...args` has been run. It is recreated
 * from scratch when `args`, `inputs` (files) or the Python itself changes.
 */
export async function ensureVenv(folder, { title, args, inputs = [], env = {} }) {
  const python = await findPython();
  const version = (await must(python, ['-VV'])).trim();
  const digest = fingerprint(inputs, version, ...args);
  const stamp = join(folder, 'headroom-stamp');
  const venv = venvAt(folder);
  if (!isFresh(stamp, digest)) {
    await doing(`${title}: pip install ${args.join(' ')}`, async () => {
      rmSync(folder, { recursive: true, force: true });
      await must(python, ['-m', 'venv', folder]);
      await pip(venv, ['install', ...args], env);
      mark(stamp, digest);
    });
  }
  return venv;
}

/** Installs further packages into a virtual environment, once. */
export async function ensurePackages(venv, name, packages) {
  const stamp = join(venv.folder, `headroom-${name}-stamp`);
  const digest = fingerprint([], ...packages);
  if (!isFresh(stamp, digest)) {
    await doing(`pip install ${packages.join(' ')}`, () => pip(venv, ['install', ...packages]));
    mark(stamp, digest);
  }
}

export function pip(venv, args, env = {}) {
  return must(venv.bin('python'), ['-m', 'pip', '--quiet', ...args], {
    env: { ...venv.env, ...env }
  });
}
