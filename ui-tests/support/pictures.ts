import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import type { Locator, Page } from '@playwright/test';

import { places } from '../environment';

/**
 * A picture for the README. Only with HEADROOM_PICTURES=1: running the tests changes no
 * committed file.
 */
export async function picture(element: Locator | Page, name: string): Promise<void> {
  if (process.env.HEADROOM_PICTURES) {
    mkdirSync(places.images, { recursive: true });
    await element.screenshot({ path: join(places.images, `${name}.png`), animations: 'disabled' });
  }
}
