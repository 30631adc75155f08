// Paths, programs and ports of the browser tests. Evaluated in the runner first; its workers
// inherit what it chose through the environment.
import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';

/** Asks the system for an unused port. */
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
  /** The root folder of the servers, which also holds the checkpoints. */
  serverRoot: join(CACHE, 'root'),
  checkpoints: join(CACHE, 'root', 'checkpoints'),
  /** The models built by `bench/accuracy/models.py`. */
  models: join(ROOT, '.cache', 'models'),
  /** Holds the tests' kernelspecs and the example extension, and nothing of the user's. */
  jupyterData: join(CACHE, 'data'),
  config: join(CACHE, 'config'),
  runtime: join(CACHE, 'runtime')
};

/** The log of a server. */
export const logOf = (name: string): string => join(CACHE, `${name}.log`);

/** Programs to run, by default those of the active environment. */
export const programs = {
  jupyter: process.env.HEADROOM_JUPYTER || 'jupyter',
  kernelPython: process.env.HEADROOM_KERNEL_PYTHON || 'python3',
  /** Has torch and transformers. */
  torchPython: process.env.HEADROOM_TORCH_PYTHON || 'python3',
  /** The `jupyter` of an environment created by `scripts/lib/compat.mjs`. */
  jupyterOf: (environment: string): string =>
    join(process.env.HEADROOM_VENVS || join(ROOT, '.venvs'), environment, 'bin', 'jupyter'),
  chromium: process.env.CHROMIUM_PATH || undefined
};

/**
 * How many tests run at a time. Each has its own JupyterLab, because a server reports a death to
 * all of its pages.
 */
export const WORKERS = 2;

/** Index of this worker, from 0. Playwright's runner is not a worker and uses the first, too. */
export const worker = Number(process.env.TEST_PARALLEL_INDEX ?? 0);

/** One JupyterLab per worker with the whole extension, and one with our server part disabled. */
export const ports = {
  whole: Array.from({ length: WORKERS }, (_, index) =>
    remembered(`HEADROOM_UI_PORT_${index}`, freePort)
  ),
  browserOnly: remembered('HEADROOM_UI_PORT_BROWSER_ONLY', freePort)
};

/** Name prefix for the control groups of this run's kernels. */
export const groups = remembered('HEADROOM_UI_GROUPS', () => `headroom-ui-${process.pid}`);
