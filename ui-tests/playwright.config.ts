import { defineConfig } from '@playwright/test';

import { ports, WORKERS, worker } from './environment';
import { common, server, url } from './servers';

export default defineConfig({
  ...common,
  workers: WORKERS,
  testDir: 'tests',
  projects: [
    {
      name: 'whole',
      testIgnore: [
        'disabled.spec.ts',
        ...(process.env.HEADROOM_PICTURES ? [] : ['pictures.spec.ts'])
      ],
      use: { baseURL: url(ports.whole[worker] ?? '') }
    },
    {
      name: 'browser-only',
      testMatch: 'disabled.spec.ts',
      use: { baseURL: url(ports.browserOnly) }
    }
  ],
  webServer: [
    ...ports.whole.map((port, index) => server(`whole-${index}`, port)),
    server('browser-only', ports.browserOnly, {
      options: `"--ServerApp.jpserver_extensions={'jupyterlab_headroom': False}"`
    })
  ]
});
