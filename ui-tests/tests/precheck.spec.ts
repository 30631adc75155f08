import { linkSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from '@jupyterlab/galata';

import { places } from '../environment';
import { answer, deathDialog, warning, watchDialogs } from '../support/dialogs';
import { KERNELS } from '../support/kernels';
import { checkpoint, needsLimit } from '../support/limits';
import { openNotebook, outputOf, runCell, startCell, untilIdle } from '../support/notebook';

const IMPORT = 'from safetensors.numpy import load_file\nmarker = "untouched"';
const load = (name: string): string => `weights = load_file("${checkpoint(name)}")`;

test.describe('a checkpoint that does not fit', () => {
  test.beforeEach(needsLimit);

  test('is warned about, and Cancel leaves the kernel untouched', async ({ page, tmpPath }) => {
    await openNotebook(page, `${tmpPath}/cancel.ipynb`, KERNELS.tight, [
      IMPORT,
      load('medium'),
      'print(marker, "weights" in globals(), __import__("os").getpid())'
    ]);
    await runCell(page, 1);
    await runCell(page, 3);
    const before = await outputOf(page, 3);
    await startCell(page, 2);

    await expect(warning(page)).toContainText('This load does not fit');
    await expect(warning(page)).toContainText('medium');
    await expect(warning(page)).toContainText(/of RAM that cannot be paged out/);
    await answer(page, 'Cancel');

    await expect(warning(page)).toHaveCount(0);
    await runCell(page, 3);
    expect(before).toContain('untouched False');
    expect(await outputOf(page, 3)).toBe(before);
    await expect(
      page.locator('.jp-Notebook .jp-Cell').nth(1).locator('.jp-InputPrompt')
    ).toHaveText('[ ]:');
  });

  test('Run anyway runs it, it is really killed, and that is explained', async ({
    page,
    tmpPath
  }) => {
    await openNotebook(page, `${tmpPath}/anyway.ipynb`, KERNELS.tight, [IMPORT, load('medium')]);
    await runCell(page, 1);
    await startCell(page, 2);
    await answer(page, 'Run anyway');
    await expect(deathDialog(page)).toContainText('Out of memory');
    await expect(deathDialog(page)).toContainText('Running at that moment: cell 2');
    await expect(deathDialog(page)).toContainText('load_file');
  });

  test('from_pretrained of a local Llama is warned about as well', async ({ page, tmpPath }) => {
    await openNotebook(page, `${tmpPath}/transformers.ipynb`, KERNELS.tight, [
      'from transformers import AutoModelForCausalLM\n' +
        'model = AutoModelForCausalLM.from_pretrained("../checkpoints/medium")'
    ]);
    // The kernel may be too young for a sample of its limit: then one is taken for the question.
    await startCell(page, 1);
    // Without transformers in the kernel its version is not known, and the warning says "may".
    await expect(warning(page)).toContainText(/This load (does|may) not fit/);
    await answer(page, 'Cancel');
  });
});

test('a checkpoint that fits gives no dialog', async ({ page, tmpPath }) => {
  await openNotebook(page, `${tmpPath}/fits.ipynb`, KERNELS.roomy, [
    IMPORT,
    `${load('small')}\nprint(len(weights))`
  ]);
  const dialogs = await watchDialogs(page);
  await runCell(page, 1);
  await runCell(page, 2);
  expect((await outputOf(page, 2)).trim()).toBe('21');
  expect(await dialogs()).toEqual([]);
});

test.describe('Run All with a held cell in the middle', () => {
  test.beforeEach(needsLimit);

  /** A file that does not fit, and is gone before the cell runs: so that it can be survived. */
  const vanishing = join(places.checkpoints, 'vanishing');
  const cells = [
    `${IMPORT}\norder = ["a"]`,
    'order.append("b")',
    `try:\n    ${load('vanishing')}\nexcept FileNotFoundError:\n    order.append("c")`,
    'order.append("d")',
    'order.append("e")\nprint("".join(order))'
  ];

  test.beforeEach(() => {
    mkdirSync(vanishing, { recursive: true });
    rmSync(join(vanishing, 'model.safetensors'), { force: true });
    linkSync(
      join(places.checkpoints, 'medium', 'model.safetensors'),
      join(vanishing, 'model.safetensors')
    );
  });

  test('keeps the order after Run anyway', async ({ page, tmpPath }) => {
    await openNotebook(page, `${tmpPath}/order.ipynb`, KERNELS.tight, cells);
    await page.menu.clickMenuItem('Run>Run All Cells');
    await expect(warning(page)).toBeVisible();
    rmSync(vanishing, { recursive: true });
    await answer(page, 'Run anyway');
    await expect.poll(() => outputOf(page, 5)).toContain('abcde');
  });

  test('runs nothing after the cell on Cancel', async ({ page, tmpPath }) => {
    await openNotebook(page, `${tmpPath}/drop.ipynb`, KERNELS.tight, [
      ...cells,
      'print("".join(order))'
    ]);
    await page.menu.clickMenuItem('Run>Run All Cells');
    await answer(page, 'Cancel');
    await untilIdle(page);
    await runCell(page, 6);
    expect(await outputOf(page, 6)).toContain('ab');
    expect(await outputOf(page, 6)).not.toContain('abc');
    expect(await outputOf(page, 5)).toBe('');
  });
});
