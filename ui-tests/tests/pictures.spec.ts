import type { IJupyterLabPageFixture } from '@jupyterlab/galata';
import { expect, test } from '@jupyterlab/galata';

import { answer, deathDialog, untilOutOfMemory, warning } from '../support/dialogs';
import { KERNELS } from '../support/kernels';
import { checkpoint } from '../support/limits';
import { openNotebook, runCell, startCell } from '../support/notebook';
import { picture } from '../support/pictures';
import { openPanel, panel } from '../support/sidebar';

/** Takes the pictures of the README; runs only with HEADROOM_PICTURES=1. */

const CELLS = [
  'import time\nfrom safetensors.numpy import load_file',
  `weights = load_file("${checkpoint('small')}")`,
  [
    'batches = []',
    'for step in range(26):',
    "    batches.append(b'x' * (20 * 2**20))",
    '    if step % 12 == 11:',
    '        del batches[:3]',
    '    time.sleep(1)'
  ].join('\n'),
  `model = load_file("${checkpoint('medium')}")`
];

test.setTimeout(240_000);

async function work(page: IJupyterLabPageFixture, path: string): Promise<void> {
  await openNotebook(page, path, KERNELS.roomy, CELLS);
  await page.sidebar.close('left');
  await openPanel(page);
  await widen(page, 110);
  await panel(page).getByText('1 min', { exact: true }).click();
  for (const position of [1, 2, 3]) {
    await runCell(page, position);
  }
  await page.waitForTimeout(2500);
}

/** Widens the right sidebar by dragging its edge. */
async function widen(page: IJupyterLabPageFixture, pixels: number): Promise<void> {
  const box = await panel(page).boundingBox();
  if (box) {
    const y = box.y + box.height / 2;
    await page.mouse.move(box.x - 2, y);
    await page.mouse.down();
    await page.mouse.move(box.x - 2 - pixels, y, { steps: 4 });
    await page.mouse.up();
  }
}

for (const shade of ['Light', 'Dark']) {
  test(`sidebar, ${shade}`, async ({ page, tmpPath }) => {
    await page.theme.setTheme(`JupyterLab ${shade}`);
    await work(page, `${tmpPath}/training.ipynb`);
    await picture(page, `sidebar-${shade.toLowerCase()}`);
  });
}

test('warning and death', async ({ page, tmpPath }) => {
  await work(page, `${tmpPath}/training.ipynb`);
  await startCell(page, 4);
  await expect(warning(page)).toContainText('fit');
  await picture(warning(page).locator('.jp-Dialog-content'), 'warning');
  await answer(page, 'Run anyway');
  await untilOutOfMemory(page);
  await page.waitForTimeout(3000);
  await picture(deathDialog(page).locator('.jp-Dialog-content'), 'death');
});
