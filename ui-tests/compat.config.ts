import { defineConfig } from '@playwright/test';

import { freePort, programs, remembered } from './environment';
import { common, server, url } from './servers';

/** Our extension together with other extensions, another language and another application. */

const ports = {
  collaboration: remembered('HEADROOM_UI_PORT_COLLABORATION', freePort),
  nbmodel: remembered('HEADROOM_UI_PORT_NBMODEL', freePort),
  translated: remembered('HEADROOM_UI_PORT_TRANSLATED', freePort)
};

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
    { name: 'notebook7', testMatch: 'notebook7.spec.ts', use: { baseURL: url(ports.translated) } }
  ],
  webServer: [environment('collaboration'), environment('nbmodel'), environment('translated')]
});
