import type { IJupyterLabPageFixture } from '@jupyterlab/galata';
import { expect } from '@jupyterlab/galata';

interface SeenDialogs {
  seenDialogs: string[];
}

/**
 * Notes the accessible name of every dialog that is attached from now on, also of those
 * that vanish again at once. Resolves with a function that tells them, oldest first.
 */
export async function watchDialogs(page: IJupyterLabPageFixture): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const seen: string[] = [];
    (window as unknown as SeenDialogs).seenDialogs = seen;
    new MutationObserver(changes => {
      for (const node of changes.flatMap(change => [...change.addedNodes])) {
        if (node instanceof HTMLElement && node.classList.contains('jp-Dialog')) {
          seen.push(node.getAttribute('aria-label') ?? node.textContent ?? '');
        }
      }
    }).observe(document.body, { childList: true, subtree: true });
  });
  return () => page.evaluate(() => (window as unknown as SeenDialogs).seenDialogs);
}

/** The explanation of a death. */
export const deathDialog = (page: IJupyterLabPageFixture) =>
  page.getByRole('dialog', { name: /^What happened to the kernel/ });

/**
 * How long an OOM kill may take that a load ends in: before it kills, Linux drops what it has read
 * of the file again and again. On a slow disk that takes more than half a minute.
 */
export const OOM_KILL_MS = 60_000;

/** Resolves when an OOM kill is explained. */
export const untilOutOfMemory = (page: IJupyterLabPageFixture): Promise<void> =>
  expect(deathDialog(page)).toContainText('Out of memory', { timeout: OOM_KILL_MS });

/** Closes the explanation; resolves when the page below has the keyboard again. */
export async function closeDeath(page: IJupyterLabPageFixture): Promise<void> {
  await deathDialog(page).getByRole('button', { name: 'Close' }).last().click();
  await expect(deathDialog(page)).toHaveCount(0);
}

/** The warning before a load. */
export const warning = (page: IJupyterLabPageFixture) => page.locator('.jp-Headroom-precheck');

/** Answers the warning; the dialog's close button is called Cancel as well. */
export const answer = (
  page: IJupyterLabPageFixture,
  label: 'Cancel' | 'Run anyway' | 'Apply and run'
): Promise<void> =>
  warning(page).locator('.jp-Dialog-footer').getByRole('button', { name: label }).click();

/** JupyterLab's own word on the death of a kernel. */
export const stockDialog = (page: IJupyterLabPageFixture) =>
  page.getByRole('dialog', { name: /^Kernel Restarting/ });
