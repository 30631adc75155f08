import { expect, test } from '@jupyterlab/galata';

import { closeDeath, deathDialog } from '../support/dialogs';
import { KERNELS } from '../support/kernels';
import { openNotebook, promptOf, startCell } from '../support/notebook';

/** A server that does not restart kernels reports nothing, so a cell would seem to run forever. */
test('a death after which no new kernel starts', async ({ page, tmpPath }) => {
  await openNotebook(page, `${tmpPath}/alone.ipynb`, KERNELS.roomy, ['import os\nos._exit(5)']);
  await startCell(page, 1);
  const dialog = deathDialog(page);
  await expect(dialog).toContainText('The kernel ended itself');
  await expect(dialog).toContainText('exit code 5');
  await expect(dialog).toContainText('No new kernel starts by itself');
  await closeDeath(page);
  await expect(promptOf(page, 1)).not.toHaveText('[*]:');
});
