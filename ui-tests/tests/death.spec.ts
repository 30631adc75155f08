import type { IJupyterLabPageFixture } from '@jupyterlab/galata';
import { expect, test } from '@jupyterlab/galata';

import { brokenWords } from '../support/brokenWords';
import {
  answer,
  closeDeath,
  deathDialog,
  untilOutOfMemory,
  watchDialogs
} from '../support/dialogs';
import { KERNELS } from '../support/kernels';
import { needsLimit } from '../support/limits';
import {
  openNotebook,
  outputOf,
  runCell,
  sourceOf,
  startCell,
  untilRestarted
} from '../support/notebook';
import { FILL } from '../support/programs';
import { openPanel, panel } from '../support/sidebar';

/** A sparse file of 500 MiB that takes no disk space. */
const MAKE_BIG = [
  'import numpy as np',
  'np.lib.format.open_memmap("big.npy", mode="w+", dtype="uint8", shape=(500 * 2**20,)).flush()'
].join('\n');
const PID = 'import os\nprint(os.getpid())';
const WAIT = 'import time\ntime.sleep(120)';

/** The restarter polls every 3 s, so a second dialog would have appeared by then. */
const SECOND_DIALOG_WAIT_MS = 4000;

test('a kernel that is OOM-killed at its limit is explained, once', async ({ page, tmpPath }) => {
  needsLimit();
  await openNotebook(page, `${tmpPath}/fill.ipynb`, KERNELS.tight, ['ready = True', FILL]);
  await runCell(page, 1);
  const dialogs = await watchDialogs(page);
  await startCell(page, 2);

  const dialog = deathDialog(page);
  await expect(dialog).toBeVisible();
  await untilOutOfMemory(page);
  await expect(dialog).toContainText('The kernel was killed because memory use reached');
  await expect(dialog).toContainText('400 MiB');
  await expect(dialog).toContainText('Running at that moment: cell 2');
  await expect(dialog).toContainText('rows.append');
  await dialog.getByText(/^Evidence:/).click();
  await expect(dialog).toContainText(/oom/i);

  await page.waitForTimeout(SECOND_DIALOG_WAIT_MS);
  expect(await dialogs()).toEqual([expect.stringMatching(/^What happened to the kernel/)]);
});

test('after a reload the death is still listed, and explained', async ({ page, tmpPath }) => {
  needsLimit();
  const path = `${tmpPath}/again.ipynb`;
  await openNotebook(page, path, KERNELS.tight, [FILL]);
  await startCell(page, 1);
  await untilOutOfMemory(page);
  await closeDeath(page);

  // Galata's reload would wait for a launcher, but here the notebook is restored.
  await Promise.all([page.waitForEvent('load'), page.evaluate(() => window.location.reload())]);
  await openPanel(page);
  await panel(page)
    .getByRole('button', { name: /Out of memory/ })
    .filter({ hasText: 'again.ipynb' })
    .click();
  const dialog = deathDialog(page);
  await expect(dialog).toContainText('Out of memory');
  await expect(dialog).toContainText('400 MiB');
});

test('the lines under the dead cell break between words, however narrow it is', async ({
  page,
  tmpPath
}) => {
  needsLimit();
  await openNotebook(page, `${tmpPath}/narrow.ipynb`, KERNELS.tight, [FILL]);
  await openPanel(page);
  await startCell(page, 1);
  await untilOutOfMemory(page);
  await closeDeath(page);
  const lines = page.locator('.jp-OutputArea-output pre');
  await expect(lines).toContainText('because memory use reached the memory limit of 400 MiB set');
  for (const width of [1000, 1280, 1920]) {
    await page.setViewportSize({ width, height: 800 });
    await expect.poll(() => brokenWords(lines)).toEqual([]);
  }
});

test('kill -9 by hand is not called a lack of memory', async ({ page, tmpPath }) => {
  await openNotebook(page, `${tmpPath}/by-hand.ipynb`, KERNELS.roomy, [PID, WAIT]);
  await runCell(page, 1);
  const pid = Number(await outputOf(page, 1));
  await startCell(page, 2);
  await killBusy(page, pid);
  await expect(deathDialog(page)).toContainText('Killed from outside');
  await expect(deathDialog(page)).toContainText('cell 2');
  await expect(deathDialog(page)).not.toContainText('Out of memory');
});

test('kill -9 is told from an OOM kill that the same group has seen before', async ({
  page,
  tmpPath
}) => {
  needsLimit();
  await openNotebook(page, `${tmpPath}/both.ipynb`, KERNELS.tight, [FILL, PID, WAIT]);
  await startCell(page, 1);
  await untilOutOfMemory(page);
  await closeDeath(page);

  await startCell(page, 2);
  await expect.poll(() => outputOf(page, 2)).toMatch(/^\d+/);
  const pid = Number(await outputOf(page, 2));
  await startCell(page, 3);
  await killBusy(page, pid);
  await expect(deathDialog(page)).toContainText('Killed from outside');
  await expect(deathDialog(page)).not.toContainText('Out of memory');
});

test('a kernel that ends itself is not called killed', async ({ page, tmpPath }) => {
  await openNotebook(page, `${tmpPath}/exit.ipynb`, KERNELS.roomy, ['import os\nos._exit(3)']);
  await startCell(page, 1);
  await expect(deathDialog(page)).toContainText('The kernel ended itself');
  await expect(deathDialog(page)).toContainText('exit code 3');
});

test('the edit that makes the load fit is one click, and one undo', async ({ page, tmpPath }) => {
  needsLimit();
  const load = 'big = np.load("big.npy")\nprint(int(big[-1]), "read")';
  await openNotebook(page, `${tmpPath}/edit.ipynb`, KERNELS.tight, [MAKE_BIG, load]);
  await runCell(page, 1);
  await startCell(page, 2);
  await answer(page, 'Run anyway');

  const dialog = deathDialog(page);
  await untilOutOfMemory(page);
  const step = dialog.getByRole('listitem').filter({ hasText: 'Map the file' });
  await step.getByRole('button', { name: 'Change the cell' }).click();
  await expect(step.getByRole('status')).toHaveText('Done.');
  await closeDeath(page);
  const changed = load.replace('"big.npy"', '"big.npy", mmap_mode="r"');
  expect(await sourceOf(page, 2)).toBe(changed);
  await untilRestarted(page);
  await startCell(page, 1);
  await startCell(page, 2);
  await expect.poll(() => outputOf(page, 2)).toContain('0 read');

  await page.locator('.jp-Notebook .jp-Cell').nth(1).locator('.cm-content').click();
  await page.keyboard.press('Control+z');
  expect(await sourceOf(page, 2)).toBe(load);
});

/** Kills the kernel once its cell runs. */
async function killBusy(page: IJupyterLabPageFixture, pid: number): Promise<void> {
  await expect(page.locator('.jp-Notebook-ExecutionIndicator:visible')).toHaveAttribute(
    'data-status',
    'busy'
  );
  process.kill(pid, 'SIGKILL');
}
