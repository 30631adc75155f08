import type { IJupyterLabPageFixture } from '@jupyterlab/galata';
import type { Locator } from '@playwright/test';

/** The notification in the corner that contains this text. */
export const notice = (page: IJupyterLabPageFixture, words: string | RegExp): Locator =>
  page.locator('.Toastify__toast').filter({ hasText: words });

/** Opens the full explanation behind a notification. */
export const askWhy = (toast: Locator): Promise<void> =>
  toast.getByRole('button', { name: 'Why?' }).click();
