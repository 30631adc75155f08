// Paths. Everything the scripts write goes into folders that git ignores.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const inRoot = (...names) => join(ROOT, ...names);

export const LABEXTENSION = inRoot('jupyterlab_headroom', 'labextension');
export const CACHE = inRoot('.cache');
export const DIST = inRoot('dist');
