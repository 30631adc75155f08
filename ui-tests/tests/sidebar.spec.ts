import { expect, test } from '@jupyterlab/galata';

import { KERNELS } from '../support/kernels';
import { openNotebook, outputOf, runCell } from '../support/notebook';

test('a kernel of the tests runs under its limit', async ({ page, tmpPath }) => {
  await openNotebook(page, `${tmpPath}/limit.ipynb`, KERNELS.tight, [
    'import os\nprint(os.environ["HEADROOM_KERNEL_LIMITED_BY"])'
  ]);
  await runCell(page, 1);
  expect(await outputOf(page, 1)).toMatch(/cgroup-v\d|systemd-run/);
});
