import type { JupyterFrontEnd } from '@jupyterlab/application';

/**
 * Runs `start` once JupyterLab shows its layout, so that what only matters later
 * (the cell reader, the rules, the explanations) does not hold its start up.
 * An error is told, and leaves the rest of us working.
 */
export async function later<T>(app: JupyterFrontEnd, start: () => Promise<T>): Promise<T | null> {
  try {
    await app.restored;
    return await start();
  } catch (error) {
    console.error('jupyterlab-headroom: a part could not be loaded.', error);
    return null;
  }
}
