import { expect, test } from '@jupyterlab/galata';

import { deathDialog, stockDialog } from '../support/dialogs';
import { KERNELS } from '../support/kernels';
import { checkpoint } from '../support/limits';
import { openNotebook, outputOf, runCell, startCell } from '../support/notebook';
import { openPanel, panel } from '../support/sidebar';

/** This project's server runs with our server extension disabled. */

test('JupyterLab is usable, and the panel says what is missing', async ({ page, tmpPath }) => {
  const faults: Error[] = [];
  page.on('pageerror', fault => faults.push(fault));
  await openNotebook(page, `${tmpPath}/plain.ipynb`, KERNELS.roomy, [
    `from safetensors.numpy import load_file\nprint(len(load_file("${checkpoint('small')}")))`
  ]);
  await runCell(page, 1);
  expect(await outputOf(page, 1)).toContain('21');
  await openPanel(page);
  await expect(panel(page)).toContainText('The server part is not enabled');
  await expect(panel(page)).toContainText('jupyter server extension enable');
  expect(faults).toEqual([]);
});

test('a kernel that dies gets the stock dialog', async ({ page, tmpPath }) => {
  await openNotebook(page, `${tmpPath}/dies.ipynb`, KERNELS.roomy, ['import os\nos._exit(1)']);
  await startCell(page, 1);
  await expect(stockDialog(page)).toBeVisible();
  await expect(deathDialog(page)).toHaveCount(0);
});
