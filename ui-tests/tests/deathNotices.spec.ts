import type { IJupyterLabPageFixture } from '@jupyterlab/galata';
import { expect, test } from '@jupyterlab/galata';

import { deathDialog } from '../support/dialogs';
import { KERNELS } from '../support/kernels';
import { askWhy, notice } from '../support/notices';
import { openNotebook, outputOf, runCell, startCell } from '../support/notebook';

/** Deaths in documents that were not in view. */

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

/** Resolves when JupyterLab has saved the state that it restores later; it saves with a delay. */
async function untilStateSaved(page: IJupyterLabPageFixture, path: string): Promise<void> {
  const saved = () =>
    page.evaluate(async () => (await fetch('/lab/api/workspaces/default')).text());
  await expect.poll(saved).toContain('jupyterlab-headroom:last-death-seen');
  await expect.poll(saved).toContain(`notebook:${path}`);
}

/** Resolves when the server has reported a death in this notebook. */
async function untilReported(page: IJupyterLabPageFixture, path: string): Promise<void> {
  const reports = async () => (await page.request.get('/jupyterlab-headroom/deaths')).text();
  await expect.poll(reports, { timeout: 30_000 }).toContain(path);
}

/** Replaces galata's own navigation, which waits for a JupyterLab with a launcher. */
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
  const path = `${tmpPath}/away.ipynb`;
  const pid = await openBusy(page, path);
  const address = page.url();
  await untilStateSaved(page, path);
  await leaveFor(page, 'about:blank');
  process.kill(pid, 'SIGKILL');
  await untilReported(page, path);
  await leaveFor(page, address);

  const toast = notice(page, 'A kernel died while you were away: away.ipynb');
  await expect(toast).toBeVisible({ timeout: 30_000 });
  // The restart, which the page may still see, must not bring up the dialog either.
  await expect(deathDialog(page)).toHaveCount(0);
  await askWhy(toast);
  await expect(deathDialog(page)).toContainText('Killed from outside');
});
