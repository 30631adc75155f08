// What all sets of browser tests share: how a JupyterLab is started, and how Chromium is used.
import { mkdirSync } from 'node:fs';

import type { PlaywrightTestConfig } from '@playwright/test';

import { logOf, places, programs } from './environment';

export const url = (port: string): string => `http://127.0.0.1:${port}`;

interface ServerOptions {
  /** Its `jupyter`: by default the one of the user's environment. */
  jupyter?: string;
  /** Further options of the command line. */
  options?: string;
  /** Words before the command. */
  prefix?: string;
  /** What answers when it is up. */
  page?: string;
}

/**
 * JupyterLab as a user has it, apart from the configuration of whoever runs the tests.
 * Its log goes to a file: `.cache/ui-tests/NAME.log`.
 */
export function server(name: string, port: string, more: ServerOptions = {}) {
  const { jupyter = programs.jupyter, options = '', prefix = 'exec', page = '/lab' } = more;
  // Servers start before the global set-up, and want their root.
  mkdirSync(places.serverRoot, { recursive: true });
  return {
    command:
      `${prefix} "${jupyter}" lab --config=jupyter_server_test_config.py ${options} ` +
      `> "${logOf(name)}" 2>&1`,
    url: `${url(port)}${page}`,
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
  };
}

/** Kernels are killed and memory is filled: one test of a server at a time. */
export const common: PlaywrightTestConfig = {
  outputDir: 'test-results',
  globalSetup: './global-setup.ts',
  globalTeardown: './global-teardown.ts',
  reporter: [['list'], ['./skips.ts']],
  workers: 1,
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  // A busy CI machine may miss a time limit once; twice in a row is a fault.
  retries: process.env.CI ? 1 : 0,
  // When to give up, not how long it may take: that is said by the tests that promise it.
  timeout: 300_000,
  expect: { timeout: 30_000 },
  use: {
    viewport: { width: 1280, height: 800 },
    // Playwright's recorder needs a download of its own.
    video: 'off',
    // A quarter of all processor time, if it were always kept.
    trace: 'on-first-retry',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: programs.chromium,
      args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage']
    }
  }
};
