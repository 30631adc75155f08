import { defineConfig } from '@playwright/test';

import { ports } from './environment';
import { common, server, url } from './servers';

/** Real loads with torch: the kernels are those of HEADROOM_TORCH_PYTHON. */
export default defineConfig({
  ...common,
  testDir: 'truth',
  globalSetup: './truth-setup.ts',
  use: { ...common.use, baseURL: url(ports.whole) },
  webServer: [server('truth', ports.whole)]
});
