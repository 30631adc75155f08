// Shared by all sets of browser tests: how JupyterLab is started, and how Chromium is used.
import { mkdirSync } from 'node:fs';

import type { PlaywrightTestConfig } from '@playwright/test';

import { logOf, places, programs } from './environment';

export const url = (port: string): string => `http://127.0.0.1:${port}`;

interface ServerOptions {
  /** The `jupyter` to run; by default the one in the user's environment. */
  jupyter?: string;
  /** Additional command-line options. */
  options?: string;
  /** Shell words to put before the command. */
  prefix?: string;
  /** A page that responds once the server is up. */
  page?: string;
}

/**
 * JupyterLab as a user has it, isolated from the configuration of the person running the tests.
 * Its log goes to `.cache/ui-tests/NAME.log`.
 */
export function server(name: string, port: string, more: ServerOptions = {}) {
  const { jupyter = programs.jupyter, options = '', prefix = 'exec', page = '/lab' } = more;
  // Servers start before the global set-up, but need their root folder.
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

/** Tests kill kernels and fill memory, so only one runs at a time on each server. */
export const common: PlaywrightTestConfig = {
  outputDir: 'test-results',
  globalSetup: './global-setup.ts',
  globalTeardown: './global-teardown.ts',
  reporter: [['list'], ['./skips.ts']],
  workers: 1,
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  // A busy CI machine may exceed a time limit once; twice in a row is a real failure.
  retries: process.env.CI ? 1 : 0,
  // Only when to give up. Tests that promise a response time check it themselves.
  timeout: 300_000,
  expect: { timeout: 30_000 },
  use: {
    viewport: { width: 1280, height: 800 },
    // Playwright's recorder would need a separate download.
    video: 'off',
    // Recording every run would take a quarter of all CPU time.
    trace: 'on-first-retry',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: programs.chromium,
      args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage']
    }
  }
};
