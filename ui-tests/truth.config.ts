import { defineConfig } from '@playwright/test';

import { freePort, remembered } from './environment';
import { common, server, url } from './servers';

const port = remembered('HEADROOM_UI_PORT_TRUTH', freePort);

/** Real loads with torch, in kernels that run HEADROOM_TORCH_PYTHON. */
export default defineConfig({
  ...common,
  testDir: 'truth',
  globalSetup: './truth-setup.ts',
  use: { ...common.use, baseURL: url(port) },
  webServer: [server('truth', port)]
});
