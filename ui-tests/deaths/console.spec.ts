import type { IJupyterLabPageFixture } from '@jupyterlab/galata';
import { expect, test } from '@jupyterlab/galata';

import {
  answer,
  closeDeath,
  deathDialog,
  OOM_KILL_MS,
  stockDialog,
  warning
} from '../support/dialogs';
import { KERNELS } from '../support/kernels';
import { checkpoint, needsLimit } from '../support/limits';
import { askWhy, notice } from '../support/notices';
import { WORKER } from '../support/programs';

/** JupyterLab has no dialog for consoles; we warn before a load there and explain a death. */

const LOAD = [
  'from safetensors.numpy import load_file',
  `weights = load_file("${checkpoint('medium')}")`
].join('\n');

/** PyTorch's message, raised by hand because there is no GPU. */
const GPU_OOM =
  'raise RuntimeError("CUDA out of memory. Tried to allocate 20.00 GiB. GPU 0 has a total capacity of ' +
  '23.68 GiB of which 5.12 GiB is free. Process 1 has 18.00 GiB memory in use. Of the allocated memory ' +
  '17.50 GiB is allocated by PyTorch, and 0.25 GiB is reserved by PyTorch but unallocated.")';

/** Runs code as a user does: types it into the prompt and presses Shift+Enter. */
async function type(page: IJupyterLabPageFixture, code: string): Promise<void> {
  await page.locator('.jp-CodeConsole-promptCell .cm-content').click();
  await page.keyboard.insertText(code);
  await page.keyboard.press('Shift+Enter');
}

/** Opens a console, and waits for the first reply from its kernel. */
async function openConsole(page: IJupyterLabPageFixture, path: string): Promise<void> {
  await page.evaluate(
    async ([cwd, name]) => {
      await window.jupyterapp.commands.execute('console:create', {
        cwd,
        kernelPreference: { name }
      });
    },
    [path, KERNELS.tight.name]
  );
  await expect(page.locator('.jp-CodeConsole-promptCell')).toBeVisible();
  // JupyterLab drops code that is run before there is a kernel.
  await page.waitForFunction(isIdle, undefined, { timeout: 60_000 });
  await type(page, 'print(6 * 7)');
  await expect(content(page)).toContainText('42', { timeout: 30_000 });
}

/** Runs in the page: whether the kernel of the current console is idle. */
function isIdle(): boolean {
  const panel = window.jupyterapp.shell.currentWidget as unknown as {
    sessionContext?: { session?: { kernel?: { status: string } } };
  };
  return panel?.sessionContext?.session?.kernel?.status === 'idle';
}

const content = (page: IJupyterLabPageFixture) => page.locator('.jp-CodeConsole-content');

test('a console is warned before a run, and told about a death', async ({ page, tmpPath }) => {
  needsLimit();
  await openConsole(page, tmpPath);
  await type(page, LOAD);
  await expect(warning(page)).toContainText('This load does not fit');
  await answer(page, 'Cancel');
  await expect(warning(page)).toHaveCount(0);

  await type(page, LOAD);
  await answer(page, 'Run anyway');
  const toast = notice(page, 'Out of memory');
  await expect(toast).toBeVisible({ timeout: OOM_KILL_MS });
  await expect(stockDialog(page)).toHaveCount(0);
  await expect(deathDialog(page)).toHaveCount(0);
  await askWhy(toast);
  await expect(deathDialog(page)).toContainText('Out of memory');
  await expect(deathDialog(page)).toContainText('load_file');
});

test('a console is told that the GPU was full, and not the RAM', async ({ page, tmpPath }) => {
  await openConsole(page, tmpPath);
  await type(page, GPU_OOM);
  const toast = notice(page, 'GPU');
  await expect(toast).toBeVisible();
  await askWhy(toast);
  await expect(deathDialog(page)).toContainText('20 GiB were asked for');
  await expect(deathDialog(page)).toContainText('It was GPU memory (VRAM), not RAM');
  await closeDeath(page);
  await type(page, 'print(6 * 8)');
  await expect(content(page)).toContainText('48');
});

test('a console is told about a worker that was killed, once', async ({ page, tmpPath }) => {
  needsLimit();
  await openConsole(page, tmpPath);
  await type(page, WORKER);
  await expect(content(page)).toContainText('the worker ended with -9', { timeout: 30_000 });
  const toast = notice(page, 'Out of memory in a worker process');
  await expect(toast).toHaveCount(1);
  await askWhy(toast);
  await expect(deathDialog(page)).toContainText('Out of memory in a worker process');
  await expect(deathDialog(page)).toContainText('subprocess.run');
  await closeDeath(page);
  await type(page, 'print(6 * 9)');
  await expect(content(page)).toContainText('54');
});
