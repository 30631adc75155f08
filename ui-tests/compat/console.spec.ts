import type { IJupyterLabPageFixture } from '@jupyterlab/galata';
import { expect, test } from '@jupyterlab/galata';

import { answer, deathDialog, stockDialog, warning } from '../support/dialogs';
import { KERNELS } from '../support/kernels';
import { checkpoint, needsLimit } from '../support/limits';

/** A console has no dialog of JupyterLab's own: before a run it is warned, after a death it is told. */

const LOAD = [
  'from safetensors.numpy import load_file',
  `weights = load_file("${checkpoint('medium')}")`
].join('\n');

/** Runs code as a person does: typed into the prompt, then Shift+Enter. */
async function type(page: IJupyterLabPageFixture, code: string): Promise<void> {
  await page.locator('.jp-CodeConsole-promptCell .cm-content').click();
  await page.keyboard.insertText(code);
  await page.keyboard.press('Shift+Enter');
}

test('a console is warned before a run, and told about a death', async ({ page, tmpPath }) => {
  needsLimit();
  await page.evaluate(
    async ([path, name]) => {
      await window.jupyterapp.commands.execute('console:create', {
        cwd: path,
        kernelPreference: { name }
      });
    },
    [tmpPath, KERNELS.tight.name]
  );
  await expect(page.locator('.jp-CodeConsole-promptCell')).toBeVisible();
  await type(page, 'print(6 * 7)');
  await expect(page.locator('.jp-CodeConsole-content')).toContainText('42', { timeout: 30_000 });

  await type(page, LOAD);
  await expect(warning(page)).toContainText('This load does not fit');
  await answer(page, 'Cancel');
  await expect(warning(page)).toHaveCount(0);

  await type(page, LOAD);
  await answer(page, 'Run anyway');
  const notice = page.locator('.Toastify__toast');
  await expect(notice).toContainText('Out of memory');
  await expect(stockDialog(page)).toHaveCount(0);
  await expect(deathDialog(page)).toHaveCount(0);
  await notice.getByRole('button', { name: 'Why?' }).click();
  await expect(deathDialog(page)).toContainText('Out of memory');
  await expect(deathDialog(page)).toContainText('load_file');
});
