import type { IJupyterLabPageFixture } from '@jupyterlab/galata';
import { expect } from '@jupyterlab/galata';

interface SeenDialogs {
  seenDialogs: string[];
}

/**
 * Records the accessible name of every dialog attached from now on, even if it disappears again
 * at once. Resolves with a function that returns the names, oldest first.
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

/** The dialog that explains a death. */
export const deathDialog = (page: IJupyterLabPageFixture) =>
  page.getByRole('dialog', { name: /^What happened to the kernel/ });

/**
 * How long to wait for the OOM kill that ends a load. Before it kills, Linux keeps dropping file
 * pages that it has to read again; on a slow disk that takes more than half a minute.
 */
export const OOM_KILL_MS = 60_000;

/** Resolves when the dialog explains an OOM kill. */
export const untilOutOfMemory = (page: IJupyterLabPageFixture): Promise<void> =>
  expect(deathDialog(page)).toContainText('Out of memory', { timeout: OOM_KILL_MS });

/** Closes the explanation; resolves when the page below has the keyboard focus again. */
export async function closeDeath(page: IJupyterLabPageFixture): Promise<void> {
  await deathDialog(page).getByRole('button', { name: 'Close' }).last().click();
  await expect(deathDialog(page)).toHaveCount(0);
}

/** The dialog that warns before a load. */
export const warning = (page: IJupyterLabPageFixture) => page.locator('.jp-Headroom-precheck');

/** Answers the warning. Searches only the footer: the close button is called Cancel, too. */
export const answer = (
  page: IJupyterLabPageFixture,
  label: 'Cancel' | 'Run anyway' | 'Apply and run'
): Promise<void> =>
  warning(page).locator('.jp-Dialog-footer').getByRole('button', { name: label }).click();

/** JupyterLab's own dialog about the death of a kernel. */
export const stockDialog = (page: IJupyterLabPageFixture) =>
  page.getByRole('dialog', { name: /^Kernel Restarting/ });
