import { spawn } from 'node:child_process';

const STARTS_WITHIN_MS = 60_000;
const TOKEN = 'bench';

/** Starts our own Jupyter server in `root`, using the `jupyter` in $HEADROOM_JUPYTER or on PATH. */
export async function startServer(root, port) {
  const child = spawn(
    process.env.HEADROOM_JUPYTER ?? 'jupyter',
    [
      'server',
      '--no-browser',
      '--allow-root',
      `--ServerApp.port=${port}`,
      '--ServerApp.port_retries=0',
      `--ServerApp.root_dir=${root}`,
      `--IdentityProvider.token=${TOKEN}`,
      "--ServerApp.jpserver_extensions={'jupyterlab_headroom': True}"
    ],
    { cwd: root, stdio: 'ignore' }
  );
  const baseUrl = `http://127.0.0.1:${port}/`;
  await answers(`${baseUrl}jupyterlab-headroom/samples?token=${TOKEN}`, child);
  return { baseUrl, token: TOKEN, stop: () => child.kill('SIGTERM') };
}

async function answers(url, child) {
  const end = Date.now() + STARTS_WITHIN_MS;
  while (Date.now() < end && child.exitCode === null) {
    const response = await fetch(url).catch(() => null);
    if (response?.ok) {
      return;
    }
    await new Promise(resolve => setTimeout(resolve, 200));
  }
  child.kill('SIGTERM');
  throw new Error('The Jupyter server did not start with this extension.');
}
