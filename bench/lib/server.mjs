import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const STARTS_WITHIN_MS = 60_000;
const TOKEN = 'bench';

/** Starts our own Jupyter server in `root`, using the `jupyter` in $HEADROOM_JUPYTER or on PATH. */
export async function startServer(root, port) {
  const packages = installMetadata(root);
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
    { cwd: root, stdio: 'ignore', env: { ...process.env, PYTHONPATH: packages } }
  );
  const baseUrl = `http://127.0.0.1:${port}/`;
  await answers(`${baseUrl}jupyterlab-headroom/samples?token=${TOKEN}`, child);
  return { baseUrl, token: TOKEN, stop: () => child.kill('SIGTERM') };
}

/**
 * Writes what an installed transformers says about itself, and returns where. A check warns only
 * about libraries that the kernel has, and needs to know which versions; it imports none of them.
 */
function installMetadata(root) {
  const packages = join(root, 'site-packages');
  for (const [name, version] of [
    ['transformers', '4.57.1'],
    ['torch', '2.9.1'],
    ['safetensors', '0.6.2']
  ]) {
    const folder = join(packages, `${name}-${version}.dist-info`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      join(folder, 'METADATA'),
      `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n`
    );
  }
  return packages;
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
