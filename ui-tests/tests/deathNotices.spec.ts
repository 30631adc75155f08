import type { IJupyterLabPageFixture } from '@jupyterlab/galata';
import { expect, test } from '@jupyterlab/galata';

import { deathDialog } from '../support/dialogs';
import { KERNELS } from '../support/kernels';
import { askWhy, notice } from '../support/notices';
import { openNotebook, outputOf, runCell, startCell } from '../support/notebook';

/** Deaths that nobody was looking at. */

const PID = 'import os\nprint(os.getpid())';
const WAIT = 'import time\ntime.sleep(120)';

/** Opens a notebook whose kernel is busy; resolves with the kernel's pid. */
async function openBusy(page: IJupyterLabPageFixture, path: string): Promise<number> {
  await openNotebook(page, path, KERNELS.roomy, [PID, WAIT]);
  await runCell(page, 1);
  const pid = Number(await outputOf(page, 1));
  await startCell(page, 2);
  await expect(page.locator('.jp-Notebook-ExecutionIndicator:visible')).toHaveAttribute(
    'data-status',
    'busy'
  );
  return pid;
}

/** Not galata's way, which waits for a JupyterLab with a launcher. */
async function leaveFor(page: IJupyterLabPageFixture, address: string): Promise<void> {
  await Promise.all([page.waitForEvent('load'), page.evaluate(to => location.assign(to), address)]);
}

test('a hidden notebook: a notice, and the story behind "Why?"', async ({ page, tmpPath }) => {
  const pid = await openBusy(page, `${tmpPath}/hidden.ipynb`);
  await openNotebook(page, `${tmpPath}/front.ipynb`, KERNELS.roomy, ['1 + 1']);
  process.kill(pid, 'SIGKILL');

  const toast = notice(page, 'hidden.ipynb: Killed from outside');
  await expect(toast).toBeVisible();
  await expect(deathDialog(page)).toHaveCount(0);
  await askWhy(toast);
  await expect(deathDialog(page)).toContainText('Killed from outside');
  await expect(deathDialog(page)).toContainText('Running at that moment: cell 2');
});

test('a death while the page was away is told on return', async ({ page, tmpPath }) => {
  const pid = await openBusy(page, `${tmpPath}/away.ipynb`);
  const address = page.url();
  // What JupyterLab keeps of this page, and of what was seen, is written a moment later.
  await page.waitForTimeout(1000);
  await leaveFor(page, 'about:blank');
  process.kill(pid, 'SIGKILL');
  await page.waitForTimeout(500);
  await leaveFor(page, address);

  const toast = notice(page, 'A kernel died while you were away: away.ipynb');
  await expect(toast).toBeVisible({ timeout: 30_000 });
  // Nor does the restart, which the page may still see, bring another word.
  await expect(deathDialog(page)).toHaveCount(0);
  await askWhy(toast);
  await expect(deathDialog(page)).toContainText('Killed from outside');
});
