import { expect, galata, test } from '@jupyterlab/galata';

import { untilOutOfMemory, watchDialogs } from '../support/dialogs';
import { KERNELS } from '../support/kernels';
import { needsLimit } from '../support/limits';
import { notebook, startCell, untilIdle } from '../support/notebook';
import { FILL } from '../support/programs';

test.use({
  mockSettings: {
    ...galata.DEFAULT_SETTINGS,
    '@jupyterlab/translation-extension:plugin': { locale: 'de_DE' }
  },
  // Galata's own waits for a tab called "Launcher".
  waitForApplication: async ({}, use) => {
    await use(async page => {
      await page.locator('#jupyterlab-splash').waitFor({ state: 'detached' });
      await page.locator('.jp-Launcher').waitFor();
    });
  }
});

/** The restarter looks every 3 s: a second dialog would have come by then. */
const UNTIL_EVERY_DIALOG_CAME_MS = 4000;

test('JupyterLab in German: its own dialog is known there, too', async ({ page, tmpPath }) => {
  needsLimit();
  await expect(page.getByRole('menuitem', { name: 'Datei' })).toBeVisible();
  const path = `${tmpPath}/deutsch.ipynb`;
  await page.contents.uploadContent(notebook(KERNELS.tight, [FILL]), 'text', path);
  // Galata's own way looks for English words.
  await page.evaluate(async name => {
    // Its result, a widget, cannot leave the page.
    await window.jupyterapp.commands.execute('docmanager:open', { path: name });
  }, path);
  await untilIdle(page);
  const dialogs = await watchDialogs(page);
  await startCell(page, 1);
  await untilOutOfMemory(page);
  await page.waitForTimeout(UNTIL_EVERY_DIALOG_CAME_MS);
  expect(await dialogs()).toEqual([expect.stringMatching(/^What happened to the kernel/)]);
});
