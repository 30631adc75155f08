import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import type { Locator, Page } from '@playwright/test';

import { places } from '../environment';

/**
 * Takes a picture for the README, but only with HEADROOM_PICTURES=1, so that normal test runs
 * change no committed files.
 */
export async function picture(element: Locator | Page, name: string): Promise<void> {
  if (process.env.HEADROOM_PICTURES) {
    mkdirSync(places.images, { recursive: true });
    await element.screenshot({ path: join(places.images, `${name}.png`), animations: 'disabled' });
  }
}
