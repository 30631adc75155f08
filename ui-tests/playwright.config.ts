import { mkdirSync } from 'node:fs';

import { defineConfig } from '@playwright/test';

import { logOf, places, ports, programs } from './environment';

// The servers start before the global set-up, and want their root.
mkdirSync(places.serverRoot, { recursive: true });

const url = (port: string) => `http://127.0.0.1:${port}`;

/**
 * JupyterLab as a user has it, apart from the configuration of whoever runs the tests.
 * Its log goes to a file: `.cache/ui-tests/NAME.log`.
 */
const server = (name: string, port: string, options = '') => ({
  command:
    `exec "${programs.jupyter}" lab --config=jupyter_server_test_config.py ${options} ` +
    `> "${logOf(name)}" 2>&1`,
  url: `${url(port)}/lab`,
  env: {
    ...(process.env as Record<string, string>),
    HEADROOM_UI_PORT: port,
    JUPYTERLAB_GALATA_ROOT_DIR: places.serverRoot,
    JUPYTER_CONFIG_DIR: places.config,
    JUPYTER_DATA_DIR: places.jupyterData,
    JUPYTER_RUNTIME_DIR: places.runtime
  },
  timeout: 120_000,
  reuseExistingServer: false,
  gracefulShutdown: { signal: 'SIGTERM' as const, timeout: 10_000 }
});

export default defineConfig({
  testDir: 'tests',
  outputDir: 'test-results',
  globalSetup: './global-setup.ts',
  globalTeardown: './global-teardown.ts',
  reporter: [['list'], ['./skips.ts']],
  // Kernels are killed and memory is filled: one at a time.
  workers: 1,
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  timeout: 90_000,
  expect: { timeout: 15_000 },
  use: {
    viewport: { width: 1280, height: 800 },
    // Playwright's recorder needs a download of its own.
    video: 'off',
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: programs.chromium,
      args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage']
    }
  },
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
    server(
      'browser-only',
      ports.browserOnly,
      `"--ServerApp.jpserver_extensions={'jupyterlab_headroom': False}"`
    )
  ]
});
