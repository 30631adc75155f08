// Where the browser tests work. Read in the runner first; its workers inherit what it chose.
import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';

/** Asks the system for a port that nobody uses. */
export function freePort(): string {
  const script =
    "const s = require('net').createServer().listen(0, '127.0.0.1', () => { console.log(s.address().port); s.close(); })";
  return execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' }).trim();
}

export function remembered(name: string, choose: () => string): string {
  return (process.env[name] ??= choose());
}

const ROOT = resolve(__dirname, '..');
const CACHE = join(ROOT, '.cache', 'ui-tests');

export const places = {
  root: ROOT,
  demo: join(ROOT, 'demo'),
  images: join(ROOT, 'docs', 'images'),
  /** What the server shows as its root; checkpoints lie in it. */
  serverRoot: join(CACHE, 'root'),
  checkpoints: join(CACHE, 'root', 'checkpoints'),
  /** What `bench/accuracy/models.py` built. */
  models: join(ROOT, '.cache', 'models'),
  /** The kernelspecs of the tests, and nothing else. */
  jupyterData: join(CACHE, 'data'),
  config: join(CACHE, 'config'),
  runtime: join(CACHE, 'runtime')
};

/** The log of a server. */
export const logOf = (name: string): string => join(CACHE, `${name}.log`);

/** Programs: by default those of the environment that is active. */
export const programs = {
  jupyter: process.env.HEADROOM_JUPYTER || 'jupyter',
  kernelPython: process.env.HEADROOM_KERNEL_PYTHON || 'python3',
  /** Has torch and transformers. */
  torchPython: process.env.HEADROOM_TORCH_PYTHON || 'python3',
  /** The `jupyter` of another environment that `scripts/lib/compat.mjs` made. */
  jupyterOf: (environment: string): string =>
    join(process.env.HEADROOM_VENVS || join(ROOT, '.venvs'), environment, 'bin', 'jupyter'),
  chromium: process.env.CHROMIUM_PATH || undefined
};

/** So many tests run at a time, each beside a JupyterLab of its own: a death is told to all pages. */
export const WORKERS = 2;

/** Which of them this is, from 0. Playwright's runner, which is none, gets the first. */
export const worker = Number(process.env.TEST_PARALLEL_INDEX ?? 0);

/** JupyterLabs with the extension whole, one a worker; and one whose server part is switched off. */
export const ports = {
  whole: Array.from({ length: WORKERS }, (_, index) =>
    remembered(`HEADROOM_UI_PORT_${index}`, freePort)
  ),
  browserOnly: remembered('HEADROOM_UI_PORT_BROWSER_ONLY', freePort)
};

/** How the control groups of this run's kernels are named. */
export const groups = remembered('HEADROOM_UI_GROUPS', () => `headroom-ui-${process.pid}`);
