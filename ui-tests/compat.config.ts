import { execFileSync } from 'node:child_process';

import { defineConfig } from '@playwright/test';

import { freePort, programs, remembered } from './environment';
import { common, server, url } from './servers';

/** Other extensions beside ours, other applications, and every death that can be made here. */

const ports = {
  collaboration: remembered('HEADROOM_UI_PORT_COLLABORATION', freePort),
  nbmodel: remembered('HEADROOM_UI_PORT_NBMODEL', freePort),
  translated: remembered('HEADROOM_UI_PORT_TRANSLATED', freePort),
  deaths: remembered('HEADROOM_UI_PORT_DEATHS', freePort),
  noRestart: remembered('HEADROOM_UI_PORT_NO_RESTART', freePort)
};

/** A server with 64 MiB of /dev/shm, which a test can fill; plainly started where that is refused. */
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

const environment = (name: 'collaboration' | 'nbmodel' | 'translated') =>
  server(name, ports[name], { jupyter: programs.jupyterOf(name) });

export default defineConfig({
  ...common,
  testDir: 'compat',
  projects: [
    {
      name: 'collaboration',
      testMatch: 'executors.spec.ts',
      use: { baseURL: url(ports.collaboration) }
    },
    { name: 'nbmodel', testMatch: 'executors.spec.ts', use: { baseURL: url(ports.nbmodel) } },
    {
      name: 'translated',
      testMatch: 'translated.spec.ts',
      use: { baseURL: url(ports.translated) }
    },
    { name: 'notebook7', testMatch: 'notebook7.spec.ts', use: { baseURL: url(ports.translated) } },
    { name: 'console', testMatch: 'console.spec.ts', use: { baseURL: url(ports.deaths) } },
    { name: 'deaths', testMatch: 'deaths.spec.ts', use: { baseURL: url(ports.deaths) } },
    {
      name: 'no-restart',
      testMatch: 'noRestart.spec.ts',
      use: { baseURL: url(ports.noRestart) }
    }
  ],
  webServer: [
    environment('collaboration'),
    environment('nbmodel'),
    environment('translated'),
    server('deaths', ports.deaths, { prefix: withSmallSharedMemory() }),
    server('no-restart', ports.noRestart, { options: '--KernelManager.autorestart=False' })
  ]
});
