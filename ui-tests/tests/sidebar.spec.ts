import { expect, test } from '@jupyterlab/galata';

import { contrast } from '../support/colours';
import { KERNELS } from '../support/kernels';
import { needsLimit } from '../support/limits';
import { openNotebook, runCell } from '../support/notebook';
import { openPanel, panel, shownMib } from '../support/sidebar';

const TAKE_300_MIB = "held = b'x' * (300 * 2**20)";

test('follows a kernel that takes 300 MiB within 3 s', async ({ page, tmpPath }) => {
  await openNotebook(page, `${tmpPath}/follow.ipynb`, KERNELS.roomy, [TAKE_300_MIB, 'del held']);
  await openPanel(page);
  await expect.poll(() => shownMib(page, 'follow.ipynb')).toBeGreaterThan(10);
  const before = await shownMib(page, 'follow.ipynb');

  await runCell(page, 1);
  await expect
    .poll(() => shownMib(page, 'follow.ipynb'), { timeout: 3000, intervals: [100] })
    .toBeGreaterThan(before + 295);
  await runCell(page, 2);
  await expect
    .poll(() => shownMib(page, 'follow.ipynb'), { timeout: 3000, intervals: [100] })
    .toBeLessThan(before + 50);
});

test('names the limit of the kernel in front, and draws it', async ({ page, tmpPath }) => {
  needsLimit();
  await openNotebook(page, `${tmpPath}/limit.ipynb`, KERNELS.roomy, ['1 + 1']);
  await openPanel(page);
  const ram = panel(page).getByRole('region', { name: 'RAM' });
  await expect(ram).toContainText('left of 1 GiB');
  await expect(ram.getByRole('meter')).toHaveAttribute('aria-valuetext', /of 1 GiB used/);
  await expect(ram.locator('canvas').first()).toBeVisible();
});

test('the status bar says what is left, and opens the panel', async ({ page }) => {
  const item = page.locator('#jp-main-statusbar').getByRole('button', { name: /left$/ });
  await expect(item).toContainText(/RAM: \d+(\.\d)? [KMGT]iB left/);
  await item.click();
  await expect(panel(page)).toBeVisible();
});

test('asks nothing while it is hidden', async ({ page, tmpPath }) => {
  await openNotebook(page, `${tmpPath}/quiet.ipynb`, KERNELS.roomy, ['1 + 1']);
  await openPanel(page);
  await page.getByRole('tab', { name: 'Memory headroom' }).click();
  await page.evaluate(() => window.jupyterapp.commands.execute('statusbar:toggle'));
  await page.waitForTimeout(3000);
  let asked = 0;
  page.on('request', request => {
    asked += request.url().includes('jupyterlab-headroom/samples') ? 1 : 0;
  });
  await page.waitForTimeout(5000);
  expect(asked).toBe(0);
});

test('can be read in every theme', async ({ page, tmpPath }) => {
  await openNotebook(page, `${tmpPath}/training.ipynb`, KERNELS.roomy, [TAKE_300_MIB]);
  await openPanel(page);
  await runCell(page, 1);
  const figure = panel(page).getByRole('region', { name: 'RAM' }).locator('strong').first();
  await expect(figure).toContainText('MiB');
  for (const theme of ['JupyterLab Light', 'JupyterLab Dark', 'JupyterLab Dark High Contrast']) {
    await page.theme.setTheme(theme);
    for (const text of [figure, panel(page).locator('.jp-Headroom-bytes').first()]) {
      expect(await contrast(text), theme).toBeGreaterThan(4.5);
    }
  }
});
