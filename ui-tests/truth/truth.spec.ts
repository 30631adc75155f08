import type { IJupyterLabPageFixture } from '@jupyterlab/galata';
import { expect, test } from '@jupyterlab/galata';

import { answer, closeDeath, deathDialog, untilOutOfMemory, warning } from '../support/dialogs';
import { TORCH_KERNEL } from '../support/kernels';
import { needsLimit } from '../support/limits';
import {
  openNotebook,
  outputOf,
  promptOf,
  startCell,
  untilIdle,
  untilRestarted
} from '../support/notebook';
import { PATTERNS } from './patterns';

/** What the dialog says comes true, and what it offers helps: real loads with torch. */

/** The chosen fix, as the dialog shows it. */
const chosenFix = (page: IJupyterLabPageFixture) =>
  warning(page)
    .locator('label')
    .filter({ has: page.locator('input:checked') });

async function runBefore(page: IJupyterLabPageFixture, cells: readonly string[]): Promise<void> {
  for (const index of cells.keys()) {
    await startCell(page, index + 1);
    await expect(promptOf(page, index + 1)).toHaveText(`[${index + 1}]:`, { timeout: 60_000 });
  }
  await untilIdle(page);
}

async function isWarned(page: IJupyterLabPageFixture): Promise<void> {
  await expect(warning(page)).toContainText('This load does not fit: the kernel would be killed');
}

for (const { name, before, load, fix, after } of PATTERNS) {
  test(`${name}: is killed as said, and survives as offered`, async ({ page, tmpPath }) => {
    needsLimit();
    test.setTimeout(180_000);
    const last = before.length + 1;
    await openNotebook(page, `${tmpPath}/truth.ipynb`, TORCH_KERNEL, [...before, load]);

    await runBefore(page, before);
    await startCell(page, last);
    await isWarned(page);
    await answer(page, 'Run anyway');
    await untilOutOfMemory(page);
    await expect(deathDialog(page)).toContainText('memory use reached');
    await expect(deathDialog(page)).toContainText('1 GiB');
    await closeDeath(page);
    await untilRestarted(page);

    await page.menu.clickMenuItem('Edit>Clear Outputs of All Cells');
    await runBefore(page, before);
    await startCell(page, last);
    await isWarned(page);
    await expect(chosenFix(page)).toContainText(fix);
    await answer(page, 'Apply and run');
    await expect.poll(() => outputOf(page, last), { timeout: 60_000 }).toContain('survived');
    await expect(page.locator('.jp-Notebook .jp-Cell').last()).toContainText(after);
    await expect(deathDialog(page)).toHaveCount(0);
  });
}
