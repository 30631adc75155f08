import { client } from './plugins/client';
import { focus } from './plugins/focus';
import { monitor } from './plugins/monitor';
import { settings } from './plugins/settings';
import { sidebar } from './plugins/sidebar';
import { status } from './plugins/status';

export default [settings, client, monitor, focus, sidebar, status];
