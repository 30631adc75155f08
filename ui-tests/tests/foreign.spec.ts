import { expect, test } from '@jupyterlab/galata';

import { KERNELS } from '../support/kernels';
import { openNotebook } from '../support/notebook';

/**
 * `ui-tests/extension` is built separately. It starts only if the token it imports is the very
 * object that our plugin provides; a second copy of this package would have a different token.
 */
test('an extension of somebody else reads what is left for a kernel', async ({ page, tmpPath }) => {
  const path = `${tmpPath}/foreign.ipynb`;
  await openNotebook(page, path, KERNELS.roomy, ['1']);
  await page.evaluate(async () => {
    await window.jupyterapp.commands.execute('headroom-example:show');
  });
  const line = page.locator('#headroom-example');
  await expect(line).toHaveText(/foreign\.ipynb: [1-9]\d* MiB left/);
});
