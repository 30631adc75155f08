import type { IJupyterLabPageFixture } from '@jupyterlab/galata';
import type { Locator } from '@playwright/test';

/** A notice in the corner that says this. */
export const notice = (page: IJupyterLabPageFixture, words: string | RegExp): Locator =>
  page.locator('.Toastify__toast').filter({ hasText: words });

/** Asks a notice for the whole story. */
export const askWhy = (toast: Locator): Promise<void> =>
  toast.getByRole('button', { name: 'Why?' }).click();
