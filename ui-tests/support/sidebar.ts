import type { IJupyterLabPageFixture } from '@jupyterlab/galata';
import { expect } from '@jupyterlab/galata';

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
const MIB = 2 ** 20;

/** Parses a text such as "1.5 GiB" into MiB; NaN if it is not a size. */
export function mib(text: string): number {
  const [value, unit] = text.trim().split(' ');
  const power = UNITS.indexOf(unit ?? '');
  return power < 0 ? NaN : (Number(value) * 1024 ** power) / MIB;
}

export const panel = (page: IJupyterLabPageFixture) =>
  page.getByRole('region', { name: 'Memory headroom' });

/** Opens the panel by its tab, as a user does. */
export async function openPanel(page: IJupyterLabPageFixture): Promise<void> {
  if (!(await panel(page).isVisible())) {
    await page.getByRole('tab', { name: 'Memory headroom' }).click();
  }
  await expect(panel(page)).toBeVisible();
}

/** The memory that the panel now shows for a notebook's kernel; NaN if it is not known. */
export async function shownMib(page: IJupyterLabPageFixture, notebook: string): Promise<number> {
  const row = panel(page).getByRole('listitem').filter({ hasText: notebook });
  const text = await row
    .locator('.jp-Headroom-bytes')
    .textContent({ timeout: 1000 })
    .catch(() => '');
  return mib(text ?? '');
}
