import { expect, test } from '@jupyterlab/galata';

import { deathDialog } from '../support/dialogs';
import { KERNELS } from '../support/kernels';
import { openNotebook, outputOf, promptOf, startCell } from '../support/notebook';

/**
 * A death is reported at once, but the restart comes up to 3 s later. JupyterLab would silently
 * discard a cell that is run in between.
 */
test('a cell that is run before the restart is run after it', async ({ page, tmpPath }) => {
  await openNotebook(page, `${tmpPath}/between.ipynb`, KERNELS.roomy, [
    'import os, signal\nos.kill(os.getpid(), signal.SIGKILL)',
    'print(6 * 7)'
  ]);
  // Let the restarter poll for the first time, so that its next poll is 3 s away.
  await page.waitForTimeout(3_000);
  await startCell(page, 1);
  await expect(deathDialog(page)).toBeVisible();
  const began = await page.evaluate(() => {
    const { shell, commands } = window.jupyterapp;
    const panel = shell.currentWidget as unknown as {
      content: { activeCellIndex: number };
      sessionContext: { session: { kernel: { status: string } } };
    };
    panel.content.activeCellIndex = 1;
    // Stands in for Shift+Enter after closing the dialog, which has the keyboard focus.
    void commands.execute('notebook:run-cell');
    return panel.sessionContext.session.kernel.status;
  });
  // Idle if it died before it could report busy. Any other status means that the restart had
  // already begun, so that nothing was tested.
  expect(['busy', 'idle']).toContain(began);
  await expect.poll(() => outputOf(page, 2), { timeout: 30_000 }).toContain('42');
  await expect(promptOf(page, 2)).toHaveText('[1]:');
});
