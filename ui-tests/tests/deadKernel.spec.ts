import { expect, test } from '@jupyterlab/galata';

import { deathDialog } from '../support/dialogs';
import { KERNELS } from '../support/kernels';
import { openNotebook, outputOf, promptOf, startCell } from '../support/notebook';

/**
 * The death of a kernel is told at once, its restart comes up to 3 s later: a cell that is run in
 * between would be thrown away by JupyterLab without a word.
 */
test('a cell that is run before the restart is run after it', async ({ page, tmpPath }) => {
  await openNotebook(page, `${tmpPath}/between.ipynb`, KERNELS.roomy, [
    'import os, signal\nos.kill(os.getpid(), signal.SIGKILL)',
    'print(6 * 7)'
  ]);
  // The restarter looks for the first time; the next look is 3 s away.
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
    // As by Shift+Enter after the dialog was closed: it has the keyboard.
    void commands.execute('notebook:run-cell');
    return panel.sessionContext.session.kernel.status;
  });
  // Idle: it died before it could say that it was busy. With any other there was nothing to be tested.
  expect(['busy', 'idle']).toContain(began);
  await expect.poll(() => outputOf(page, 2), { timeout: 30_000 }).toContain('42');
  await expect(promptOf(page, 2)).toHaveText('[1]:');
});
