import { alerts } from './plugins/alerts';
import { client } from './plugins/client';
import { deaths } from './plugins/deaths';
import { failures } from './plugins/failures';
import { focus } from './plugins/focus';
import { consoleExecutor, notebookExecutor } from './plugins/executor';
import { loads } from './plugins/loads';
import { marks } from './plugins/marks';
import { monitor } from './plugins/monitor';
import { precheck } from './plugins/precheck';
import { settings } from './plugins/settings';
import { sidebar } from './plugins/sidebar';
import { status } from './plugins/status';

export default [
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
