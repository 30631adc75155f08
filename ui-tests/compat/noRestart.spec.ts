import { expect, test } from '@jupyterlab/galata';

import { closeDeath, deathDialog } from '../support/dialogs';
import { KERNELS } from '../support/kernels';
import { openNotebook, outputOf, promptOf, startCell, untilRestarted } from '../support/notebook';

/** A server that restarts nothing says nothing either: without us the cell would run for ever. */
test('a death after which no new kernel starts', async ({ page, tmpPath }) => {
  const cells = ['import os\nos._exit(5)', 'print(6 * 7)'];
  await openNotebook(page, `${tmpPath}/alone.ipynb`, KERNELS.roomy, cells);
  await startCell(page, 1);
  const dialog = deathDialog(page);
  await expect(dialog).toContainText('The kernel ended itself');
  await expect(dialog).toContainText('exit code 5');
  await expect(dialog).toContainText('No new kernel starts by itself');
  await closeDeath(page);
  await expect(promptOf(page, 1)).not.toHaveText('[*]:');

  await page.menu.clickMenuItem('Kernel>Restart Kernel…');
  await page.locator('.jp-Dialog').getByRole('button', { name: 'Confirm Kernel Restart' }).click();
  await untilRestarted(page);
  await startCell(page, 2);
  await expect.poll(() => outputOf(page, 2)).toContain('42');
});
