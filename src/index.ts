import type { JupyterFrontEndPlugin } from '@jupyterlab/application';

import { alerts } from './plugins/memory/alerts';
import { client } from './plugins/client';
import { deaths } from './plugins/deaths/deaths';
import { failures } from './plugins/deaths/failures';
import { focus } from './plugins/memory/focus';
import { consoleExecutor, notebookExecutor } from './plugins/loads/executor';
import { loads } from './plugins/loads/loads';
import { marks } from './plugins/loads/marks';
import { monitor } from './plugins/memory/monitor';
import { precheck } from './plugins/loads/precheck';
import { settings } from './plugins/settings';
import { sidebar } from './plugins/memory/sidebar';
import { status } from './plugins/memory/status';

// What other extensions may import; docs/api.md says how.
export * from './public';

/** Not part of the public API: other extensions reach the plugins through their tokens. */
const plugins: JupyterFrontEndPlugin<unknown>[] = [
  settings,
  client,
  monitor,
  loads,
  focus,
  sidebar,
  status,
  alerts,
  deaths,
  failures,
  notebookExecutor,
  consoleExecutor,
  precheck,
  marks
];

export default plugins;
