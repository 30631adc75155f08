import type { IJupyterLabPageFixture } from '@jupyterlab/galata';
import { expect, test } from '@jupyterlab/galata';

import { answer, deathDialog, untilOutOfMemory, warning, watchDialogs } from '../support/dialogs';
import { testRunAllWithHeldCell } from '../support/heldCell';
import { KERNELS } from '../support/kernels';
import { checkpoint, needsLimit } from '../support/limits';
import { openNotebook, outputOf, promptOf, runCell, startCell } from '../support/notebook';

/**
 * Extensions that run the cells themselves. `collaboration`: a frozen executor that ends in
 * `CodeCell.execute`. `nbmodel`: an object that sends the code to the server.
 */

const IMPORT = 'from safetensors.numpy import load_file\nmarker = "untouched"';
const LOAD = `weights = load_file("${checkpoint('medium')}")`;
/** The restarter looks every 3 s: a second dialog would have come by then. */
const UNTIL_EVERY_DIALOG_CAME_MS = 4000;
const SERVER_SIDE = /\/api\/kernels\/[^/]+\/execute/;

test.beforeEach(needsLimit);

/** Ids of the plugins that provide the executor of cells. */
const executors = (page: IJupyterLabPageFixture): Promise<string[]> =>
  page.evaluate(() => {
    const { info } = window.jupyterapp as unknown as {
      info: { availablePlugins: { id: string; provides: { name: string } | null }[] };
    };
    return info.availablePlugins
      .filter(plugin => plugin.provides?.name.endsWith(':INotebookCellExecutor'))
      .map(plugin => plugin.id);
  });

test('a notebook runs, by the other extension', async ({ page, tmpPath }, { project }) => {
  const sent: string[] = [];
  page.on('request', request => {
    if (SERVER_SIDE.test(request.url())) {
      sent.push(request.method());
    }
  });
  await openNotebook(page, `${tmpPath}/plain.ipynb`, KERNELS.tight, ['print(6 * 7)']);
  const dialogs = await watchDialogs(page);
  await startCell(page, 1);
  await expect.poll(() => outputOf(page, 1)).toContain('42');
  expect(await dialogs()).toEqual([]);
  expect(await executors(page)).toContain(
    project.name === 'nbmodel'
      ? '@datalayer/jupyter-server-nbmodel:notebook-cell-executor'
      : '@jupyter/docprovider-extension:notebook-cell-executor'
  );
  expect(sent.length > 0).toBe(project.name === 'nbmodel');
});

test('a load that does not fit is warned about, and Cancel leaves the kernel untouched', async ({
  page,
  tmpPath
}) => {
  const state = 'print(marker, "weights" in globals(), __import__("os").getpid())';
  await openNotebook(page, `${tmpPath}/cancel.ipynb`, KERNELS.tight, [IMPORT, LOAD, state]);
  await runCell(page, 1);
  await startCell(page, 3);
  await expect.poll(() => outputOf(page, 3)).toContain('untouched False');
  const before = await outputOf(page, 3);
  await startCell(page, 2);
  await expect(warning(page)).toContainText('This load does not fit');
  await answer(page, 'Cancel');
  await expect(warning(page)).toHaveCount(0);
  await startCell(page, 3);
  await expect(promptOf(page, 3)).toHaveText('[3]:');
  expect(await outputOf(page, 3)).toBe(before);
  await expect(promptOf(page, 2)).toHaveText('[ ]:');
});

test('Run anyway runs it, and the death is explained once', async ({ page, tmpPath }) => {
  await openNotebook(page, `${tmpPath}/anyway.ipynb`, KERNELS.tight, [IMPORT, LOAD]);
  await runCell(page, 1);
  await startCell(page, 2);
  await expect(warning(page)).toContainText('This load does not fit');
  const dialogs = await watchDialogs(page);
  await answer(page, 'Run anyway');
  await untilOutOfMemory(page);
  await expect(deathDialog(page)).toContainText('load_file');
  await page.waitForTimeout(UNTIL_EVERY_DIALOG_CAME_MS);
  expect(await dialogs()).toEqual([expect.stringMatching(/^What happened to the kernel/)]);
});

testRunAllWithHeldCell();
