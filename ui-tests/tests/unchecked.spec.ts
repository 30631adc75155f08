import type { IJupyterLabPageFixture } from '@jupyterlab/galata';
import { expect, test } from '@jupyterlab/galata';

import { answer, warning, watchDialogs } from '../support/dialogs';
import { LOAD_VANISHING, PREPARE, vanishing } from '../support/heldCell';
import { KERNELS } from '../support/kernels';
import { needsLimit } from '../support/limits';
import { openNotebook, outputOf, promptOf, runCell, startCell } from '../support/notebook';

/** Failures around the question before a load: the cell runs, or it visibly does not run. */

const QUESTION = '**/jupyterlab-headroom/checkpoint**';
const LOAD_AND_PRINT = `${LOAD_VANISHING}\nprint("".join(order))`;

const notice = (page: IJupyterLabPageFixture) => page.locator('.Toastify__toast');

/** Changes the notebook behind the dialog, as another user or an extension might. */
const behindTheDialog = (page: IJupyterLabPageFixture, change: 'edit' | 'delete'): Promise<void> =>
  page.evaluate(what => {
    const { content } = window.jupyterapp.shell.currentWidget as unknown as {
      content: {
        widgets: { model: { sharedModel: { setSource(source: string): void } } }[];
        model: { sharedModel: { deleteCell(index: number): void } };
      };
    };
    if (what === 'edit') {
      content.widgets[1]?.model.sharedModel.setSource('order.append("edited")');
    } else {
      content.model.sharedModel.deleteCell(1);
    }
  }, change);

/** Restarts the kernel of the current notebook, as another page or a terminal might. */
async function restartElsewhere(page: IJupyterLabPageFixture): Promise<void> {
  const id = await page.evaluate(() => {
    const panel = window.jupyterapp.shell.currentWidget as unknown as {
      sessionContext: { session: { kernel: { id: string } } };
    };
    return panel.sessionContext.session.kernel.id;
  });
  const reply = await page.request.post(`/api/kernels/${id}/restart`);
  expect(reply.status()).toBe(200);
}

test.describe('a check that comes to no answer', () => {
  test.beforeEach(() => vanishing.remove());

  for (const [what, says, fail] of [
    ['answers 500', 'could not look at this model', { status: 500, json: { message: 'Broken.' } }],
    ['is stopped', 'could not look at this model', null],
    ['answers late', 'did not answer within a second', 'never']
  ] as const) {
    test(`a server that ${what}: the cell runs, with a note`, async ({ page, tmpPath }) => {
      await openNotebook(page, `${tmpPath}/failing.ipynb`, KERNELS.tight, [
        PREPARE,
        LOAD_AND_PRINT
      ]);
      await runCell(page, 1);
      const dialogs = await watchDialogs(page);
      let asked = 0;
      await page.route(QUESTION, route => {
        asked++;
        return fail === 'never' ? undefined : fail ? route.fulfill(fail) : route.abort();
      });
      const began = Date.now();
      await startCell(page, 2);
      await expect.poll(() => outputOf(page, 2)).toContain('ac');
      expect(Date.now() - began).toBeLessThan(8_000);
      expect(asked).toBe(1);
      await expect(notice(page)).toContainText(says);
      expect(await dialogs()).toEqual([]);
      await page.unrouteAll({ behavior: 'ignoreErrors' });
    });
  }
});

test.describe('while the question is open', () => {
  test.beforeEach(() => {
    needsLimit();
    vanishing.put();
  });

  const cells = [PREPARE, LOAD_AND_PRINT, 'print("third", "".join(order))'];

  for (const change of ['edit', 'delete'] as const) {
    test(`a cell that is gone (${change}) is not run`, async ({ page, tmpPath }) => {
      await openNotebook(page, `${tmpPath}/${change}.ipynb`, KERNELS.tight, cells);
      await runCell(page, 1);
      await startCell(page, 2);
      await expect(warning(page)).toBeVisible();
      await behindTheDialog(page, change);
      vanishing.remove();
      await answer(page, 'Run anyway');
      await expect(warning(page)).toHaveCount(0);
      const last = change === 'edit' ? 3 : 2;
      await startCell(page, last);
      await expect.poll(() => outputOf(page, last)).toContain('third a\n');
    });
  }

  test('a restart of the kernel: it runs in the new one, as the person said', async ({
    page,
    tmpPath
  }) => {
    await openNotebook(page, `${tmpPath}/restart.ipynb`, KERNELS.tight, cells);
    await runCell(page, 1);
    await startCell(page, 2);
    await expect(warning(page)).toBeVisible();
    await restartElsewhere(page);
    vanishing.remove();
    await answer(page, 'Run anyway');
    // The names went with the old kernel, so Python raises a NameError instead of hanging.
    await expect.poll(() => outputOf(page, 2)).toContain('NameError');
    await expect(promptOf(page, 2)).toHaveText('[1]:');
  });

  test('a busy kernel is not asked, and the question comes while it works', async ({
    page,
    tmpPath
  }) => {
    await openNotebook(page, `${tmpPath}/busy.ipynb`, KERNELS.tight, [
      PREPARE,
      LOAD_AND_PRINT,
      'import time\ntime.sleep(8)\nprint("slept", "".join(order))'
    ]);
    await runCell(page, 1);
    await startCell(page, 3);
    await expect(promptOf(page, 3)).toHaveText('[*]:');
    await startCell(page, 2);
    await expect(warning(page)).toContainText('This load does not fit', { timeout: 5_000 });
    await expect(promptOf(page, 3)).toHaveText('[*]:');
    await answer(page, 'Cancel');
    await expect.poll(() => outputOf(page, 3)).toContain('slept a');
    await expect(promptOf(page, 2)).toHaveText('[ ]:');
  });
});
