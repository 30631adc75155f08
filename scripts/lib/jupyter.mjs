// Starts JupyterLab for the demo, isolated from the user's own configuration.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';

import { capture, tail } from './command.mjs';
import { STORY } from './demo-setup.mjs';
import { inRoot } from './paths.mjs';
import { Trouble, say } from './say.mjs';

const PORTS_TO_TRY = 100;
const START_SECONDS = 60;
const STOP_SECONDS = 10;

export async function startJupyterLab(venv, { port: first, openBrowser }) {
  const port = await freePort(first);
  const token = randomBytes(16).toString('hex');
  const log = inRoot('.demo', 'jupyter.log');
  const server = spawn(venv.bin('jupyter'), args(port, openBrowser), {
    // In its own session, so that Ctrl+C reaches only us and we can shut it down cleanly.
    detached: true,
    env: environment(venv, token),
    stdio: ['ignore', openSync(log, 'w'), openSync(log, 'a')]
  });
  const ended = new Promise(resolve => server.on('exit', resolve));
  stopOnSignals(server);
  const address = `http://127.0.0.1:${port}`;
  if (!(await answers(`${address}/api?token=${token}`, server))) {
    server.kill('SIGTERM');
    throw new Trouble(`JupyterLab did not start:\n${tail(readFileSync(log, 'utf8'), 30)}`);
  }
  say(`
JupyterLab is running, its log is in ${log}

    ${address}/lab/tree/${STORY}?token=${token}

Ctrl+C stops it.`);
  await ended;
  await capture(venv.bin('python'), [inRoot('demo', 'launch_kernel.py'), '--clean']);
  say('JupyterLab has stopped.');
}

function args(port, openBrowser) {
  return [
    'lab',
    `--ServerApp.root_dir=${inRoot('demo')}`,
    `--ServerApp.port=${port}`,
    '--ServerApp.port_retries=0',
    '--ServerApp.ip=127.0.0.1',
    `--ServerApp.open_browser=${openBrowser && hasScreen() ? 'True' : 'False'}`,
    `--LabApp.default_url=/lab/tree/${STORY}`,
    // Containers often run as root. That is acceptable here: the demo listens on localhost only.
    ...(process.getuid?.() === 0 ? ['--ServerApp.allow_root=True'] : [])
  ];
}

const hasScreen = () =>
  process.platform === 'darwin' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);

function environment(venv, token) {
  const config = inRoot('.demo', 'config');
  const settings = join(
    config,
    'lab/user-settings/@jupyterlab/apputils-extension/notification.jupyterlab-settings'
  );
  mkdirSync(dirname(settings), { recursive: true });
  // Otherwise JupyterLab starts by asking whether to fetch its news.
  writeFileSync(settings, JSON.stringify({ fetchNews: 'false', checkForUpdates: false }));
  return {
    ...venv.env,
    JUPYTER_TOKEN: token,
    JUPYTER_CONFIG_DIR: config,
    JUPYTER_DATA_DIR: inRoot('.demo', 'data'),
    JUPYTER_RUNTIME_DIR: inRoot('.demo', 'runtime')
  };
}

async function freePort(first) {
  for (let port = first; port < first + PORTS_TO_TRY; port++) {
    if (await isFree(port)) {
      return port;
    }
  }
  throw new Trouble(`No port from ${first} to ${first + PORTS_TO_TRY - 1} is free: use --port.`);
}

const isFree = port =>
  new Promise(resolve => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });

async function answers(url, server) {
  for (let i = 0; i < START_SECONDS * 4 && server.exitCode === null; i++) {
    const reply = await fetch(url).catch(() => null);
    if (reply?.ok) {
      return true;
    }
    await new Promise(resolve => setTimeout(resolve, 250));
  }
  return false;
}

function stopOnSignals(server) {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.once(signal, () => {
      server.kill('SIGTERM');
      setTimeout(() => server.kill('SIGKILL'), STOP_SECONDS * 1000).unref();
    });
  }
}
