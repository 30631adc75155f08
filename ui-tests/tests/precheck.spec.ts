import { expect, test } from '@jupyterlab/galata';

import { clipped } from '../support/clipped';
import { answer, deathDialog, untilOutOfMemory, warning, watchDialogs } from '../support/dialogs';
import { testRunAllWithHeldCell } from '../support/heldCell';
import { KERNELS } from '../support/kernels';
import { checkpoint, needsLimit } from '../support/limits';
import { openNotebook, outputOf, runCell, startCell } from '../support/notebook';

const IMPORT = 'from safetensors.numpy import load_file\nmarker = "untouched"';
const load = (name: string): string => `weights = load_file("${checkpoint(name)}")`;

const FROM_PRETRAINED =
  'from transformers import AutoModelForCausalLM\n' +
  'model = AutoModelForCausalLM.from_pretrained("../checkpoints/medium")';
/** Fakes only the metadata of transformers, which is enough for its rules to apply. */
const AS_IF_INSTALLED = [
  'import pathlib, sys',
  'folder = pathlib.Path("site", "transformers-4.57.6.dist-info")',
  'folder.mkdir(parents=True, exist_ok=True)',
  '(folder / "METADATA").write_text("Metadata-Version: 2.1\\nName: transformers\\nVersion: 4.57.6\\n")',
  'sys.path.insert(0, "site")'
].join('\n');

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
    await untilOutOfMemory(page);
    await expect(deathDialog(page)).toContainText('Running at that moment: cell 2');
    await expect(deathDialog(page)).toContainText('load_file');
  });

  test('from_pretrained of a local Llama is warned about as well', async ({ page, tmpPath }) => {
    await openNotebook(page, `${tmpPath}/transformers.ipynb`, KERNELS.tight, [
      AS_IF_INSTALLED,
      FROM_PRETRAINED
    ]);
    await runCell(page, 1);
    await startCell(page, 2);
    await expect(warning(page)).toContainText('This load does not fit');
    await expect(warning(page)).toContainText('the default of transformers 4.57.6');
    await expect(warning(page)).toContainText('What would make it fit');
    await answer(page, 'Cancel');
  });

  test('is warned about in the first second of a kernel', async ({ page, tmpPath }) => {
    await openNotebook(page, `${tmpPath}/young.ipynb`, KERNELS.tight, [
      `${IMPORT}\n${load('medium')}`
    ]);
    // The kernel may be too new to have a sample of its limit; one is then taken for the check.
    await startCell(page, 1);
    await expect(warning(page)).toContainText('This load does not fit');
    await answer(page, 'Cancel');
  });

  for (const [width, height] of [
    [1440, 900],
    [700, 600]
  ] as const) {
    test(`nothing of the question is cut off at ${width} x ${height}`, async ({
      page,
      tmpPath
    }) => {
      await openNotebook(page, `${tmpPath}/narrow.ipynb`, KERNELS.tight, [
        AS_IF_INSTALLED,
        FROM_PRETRAINED
      ]);
      await runCell(page, 1);
      await startCell(page, 2);
      await expect(warning(page)).toContainText('What would make it fit');
      await page.setViewportSize({ width, height });
      const content = warning(page).locator('.jp-Dialog-content');
      expect(await clipped(content)).toEqual([]);
      await expect(warning(page).locator('.jp-Headroom-precheckCall')).toBeVisible();
      await expect(content.getByRole('button', { name: 'Apply and run' })).toBeInViewport();
      const body = warning(page).locator('.jp-Headroom-precheckBody');
      expect(await body.evaluate(({ clientHeight }) => clientHeight)).toBeGreaterThan(150);
      await answer(page, 'Cancel');
    });
  }

  test('a library that is not there is no lack of memory', async ({ page, tmpPath }) => {
    await openNotebook(page, `${tmpPath}/missing.ipynb`, KERNELS.tight, [
      'print("ready")',
      FROM_PRETRAINED
    ]);
    await expect(page.locator('.jp-Headroom-mark')).toHaveText(
      'transformers is not installed in this kernel'
    );
    await runCell(page, 1);
    const dialogs = await watchDialogs(page);
    await runCell(page, 2);
    await expect.poll(() => outputOf(page, 2)).toContain('ModuleNotFoundError');
    expect(await dialogs()).toEqual([]);
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

test.describe('under a limit', () => {
  test.beforeEach(needsLimit);
  testRunAllWithHeldCell();
});
