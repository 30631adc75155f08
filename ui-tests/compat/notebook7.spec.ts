import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Page } from '@playwright/test';
import { expect, test } from '@playwright/test';

import { places } from '../environment';
import { OOM_KILL_MS } from '../support/dialogs';
import { KERNELS } from '../support/kernels';
import { checkpoint, needsLimit } from '../support/limits';
import { notebook } from '../support/notebook';

/** Notebook 7: the same notebook and menus in an application of one document. */

const LOAD = [
  'from safetensors.numpy import load_file',
  `weights = load_file("${checkpoint('medium')}")`
].join('\n');

async function open(page: Page, name: string): Promise<void> {
  const folder = join(places.serverRoot, 'notebook7');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), notebook(KERNELS.tight, [LOAD]));
  await page.goto(`notebooks/notebook7/${name}`);
  await expect(page.locator('.jp-Notebook-ExecutionIndicator').first()).toHaveAttribute(
    'data-status',
    'idle',
    { timeout: 60_000 }
  );
}

async function run(page: Page): Promise<void> {
  await page.locator('.jp-Cell .cm-content').first().click();
  await page.keyboard.press('Control+Enter');
}

test('the panel opens from the View menu', async ({ page }) => {
  await open(page, 'panel.ipynb');
  await page.getByRole('menuitem', { name: 'View' }).click();
  await page.locator('.lm-Menu-itemLabel').getByText('Right Sidebar', { exact: true }).click();
  await page.locator('.lm-Menu-itemLabel').getByText('Memory headroom').click();
  const panel = page.getByRole('region', { name: 'Memory headroom' });
  await expect(panel.getByRole('region', { name: 'RAM' })).toContainText('left of 400 MiB');
});

test('a load that does not fit is warned about; its death is explained, once', async ({ page }, {
  retry
}) => {
  needsLimit();
  await open(page, `load-${retry}.ipynb`);
  await run(page);
  const warning = page.locator('.jp-Headroom-precheck');
  await expect(warning).toContainText('This load does not fit');
  await warning.locator('.jp-Dialog-footer').getByRole('button', { name: 'Cancel' }).click();
  await expect(page.locator('.jp-Cell .jp-InputPrompt').first()).toHaveText('[ ]:');

  await run(page);
  await warning.getByRole('button', { name: 'Run anyway' }).click();
  const death = page.getByRole('dialog', { name: /^What happened to the kernel/ });
  await expect(death).toContainText('Out of memory', { timeout: OOM_KILL_MS });
  await page.waitForTimeout(4000);
  await expect(page.locator('.jp-Dialog')).toHaveCount(1);
});
