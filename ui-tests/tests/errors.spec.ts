import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { IJupyterLabPageFixture } from '@jupyterlab/galata';
import { expect, test } from '@jupyterlab/galata';

import { places } from '../environment';
import { stockDialog, watchDialogs } from '../support/dialogs';
import { KERNELS } from '../support/kernels';
import { checkpoint } from '../support/limits';
import { openNotebook, outputOf, runCell, startCell } from '../support/notebook';
import { openPanel, panel } from '../support/sidebar';

/** Our own requests, but not those for the files of the labextension. */
const OURS = /\/jupyterlab-headroom\/(samples|deaths|checkpoint)\b/;
const LOAD = `from safetensors.numpy import load_file\nprint(len(load_file("${checkpoint('small')}")))`;

/** What must hold whatever fails on our side: a notebook runs, and the page reports no error. */
async function isUsable(page: IJupyterLabPageFixture, path: string): Promise<void> {
  const faults: Error[] = [];
  page.on('pageerror', fault => faults.push(fault));
  await openNotebook(page, path, KERNELS.roomy, [LOAD]);
  const dialogs = await watchDialogs(page);
  await runCell(page, 1);
  await expect.poll(() => outputOf(page, 1)).toContain('21');
  expect(await dialogs()).toEqual([]);
  expect(faults).toEqual([]);
}

test('a server that answers 404 is told from one that fails', async ({ page, tmpPath }) => {
  await page.route(OURS, route => route.fulfill({ status: 404, body: 'Not found' }));
  await page.reload();
  await isUsable(page, `${tmpPath}/absent.ipynb`);
  await openPanel(page);
  await expect(panel(page)).toContainText('The server part is not enabled');
});

test('a server that answers 500 leaves old figures with a notice', async ({ page, tmpPath }) => {
  await openPanel(page);
  await expect(panel(page).getByRole('region', { name: 'RAM' })).toBeVisible();
  let isBroken = true;
  await page.route(OURS, route =>
    isBroken
      ? route.fulfill({ status: 500, json: { message: 'It broke for the test.' } })
      : route.continue()
  );
  await expect(panel(page)).toContainText('No new figures since');
  await isUsable(page, `${tmpPath}/broken.ipynb`);
  // Only just before the click, because the page also retries by itself and removes the button.
  isBroken = false;
  await panel(page).getByRole('button', { name: 'Try again' }).click();
  await expect(panel(page)).not.toContainText('No new figures since');
});

test('a server that does not answer holds no cell back', async ({ page, tmpPath }) => {
  await page.route('**/jupyterlab-headroom/checkpoint**', async route => {
    await new Promise(resolve => setTimeout(resolve, 20_000));
    await route.abort();
  });
  await isUsable(page, `${tmpPath}/slow.ipynb`);
  await page.unrouteAll({ behavior: 'ignoreErrors' });
});

test('a death that the server cannot explain gets the stock dialog', async ({ page, tmpPath }) => {
  await page.route(OURS, route => route.fulfill({ status: 500, body: '' }));
  await page.reload();
  await openNotebook(page, `${tmpPath}/unexplained.ipynb`, KERNELS.roomy, [
    'import os\nos._exit(1)'
  ]);
  await startCell(page, 1);
  await expect(stockDialog(page)).toBeVisible();
});

test('a missing, a torn and a lying checkpoint are left to the cell', async ({ page, tmpPath }) => {
  const folder = join(places.checkpoints, 'bad');
  mkdirSync(folder, { recursive: true });
  const head = (bytes: bigint): Buffer => {
    const buffer = Buffer.alloc(64);
    buffer.writeBigUInt64LE(bytes);
    return buffer;
  };
  writeFileSync(join(folder, 'torn.safetensors'), head(4096n));
  writeFileSync(join(folder, 'lying.safetensors'), head(100_000_000_000n));
  const names = ['torn', 'lying', 'missing'];
  await openNotebook(page, `${tmpPath}/bad.ipynb`, KERNELS.roomy, [
    'from safetensors.numpy import load_file',
    ...names.map(
      name =>
        `try:\n    load_file("../checkpoints/bad/${name}.safetensors")\nexcept Exception as fault:\n    print("python said no")`
    )
  ]);
  const dialogs = await watchDialogs(page);
  await runCell(page, 1);
  for (const position of [2, 3, 4]) {
    await runCell(page, position);
    expect(await outputOf(page, position)).toContain('python said no');
  }
  expect(await dialogs()).toEqual([]);
});
