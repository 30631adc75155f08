import { defineConfig } from '@playwright/test';

import { ports } from './environment';
import { common, server, url } from './servers';

export default defineConfig({
  ...common,
  testDir: 'tests',
  projects: [
    {
      name: 'whole',
      testIgnore: [
        'disabled.spec.ts',
        ...(process.env.HEADROOM_PICTURES ? [] : ['pictures.spec.ts'])
      ],
      use: { baseURL: url(ports.whole) }
    },
    {
      name: 'browser-only',
      testMatch: 'disabled.spec.ts',
      use: { baseURL: url(ports.browserOnly) }
    }
  ],
  webServer: [
    server('whole', ports.whole),
    server('browser-only', ports.browserOnly, {
      options: `"--ServerApp.jpserver_extensions={'jupyterlab_headroom': False}"`
    })
  ]
});
