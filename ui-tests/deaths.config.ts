import { execFileSync } from 'node:child_process';

import { defineConfig } from '@playwright/test';

import { freePort, remembered } from './environment';
import { common, server, url } from './servers';

/** Every death that can be caused here, in notebooks and consoles. */

const ports = {
  restarts: remembered('HEADROOM_UI_PORT_DEATHS', freePort),
  consoles: remembered('HEADROOM_UI_PORT_CONSOLES', freePort),
  noRestart: remembered('HEADROOM_UI_PORT_NO_RESTART', freePort)
};

/**
 * Starts a server with a /dev/shm of only 64 MiB, which a test can fill. Where mounting one is not
 * permitted, the server starts without it.
 */
function withSmallSharedMemory(): string {
  const mount = 'mount -t tmpfs -o size=64m headroom-shm /dev/shm';
  try {
    execFileSync('unshare', ['-m', 'sh', '-c', mount], { stdio: 'ignore' });
    process.env.HEADROOM_SMALL_SHM = '1';
    return `exec unshare -m sh -c '${mount} && exec "$0" "$@"'`;
  } catch {
    return 'exec';
  }
}

const project = (name: string, port: string) => ({
  name,
  testMatch: `${name}.spec.ts`,
  use: { baseURL: url(port) }
});

export default defineConfig({
  ...common,
  // Each project has its own server.
  workers: 2,
  testDir: 'deaths',
  projects: [
    project('deaths', ports.restarts),
    project('console', ports.consoles),
    project('noRestart', ports.noRestart)
  ],
  webServer: [
    server('deaths', ports.restarts, { prefix: withSmallSharedMemory() }),
    server('consoles', ports.consoles),
    server('no-restart', ports.noRestart, { options: '--KernelManager.autorestart=False' })
  ]
});
