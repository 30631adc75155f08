import type { JupyterFrontEnd } from '@jupyterlab/application';

/**
 * Runs `start` once JupyterLab has restored its layout, so that parts needed only later
 * (the cell reader, the rules, the explanations) do not delay its startup.
 * An error is logged, and the rest of the extension keeps working.
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
