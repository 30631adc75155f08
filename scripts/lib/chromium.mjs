// Finds or installs a real Chromium for the browser tests, from whatever source is available.
import { existsSync } from 'node:fs';

import { capture, which } from './command.mjs';
import { installFromDebian } from './debian.mjs';
import { Trouble, doing } from './say.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const MAC_APPS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium'
];

/** Path of a Chromium, or '' for the one that Playwright manages itself. */
export async function ensureChromium(uiTests) {
  const { CHROMIUM_PATH } = process.env;
  if (CHROMIUM_PATH) {
    if (!existsSync(CHROMIUM_PATH)) {
      throw new Trouble(`CHROMIUM_PATH names ${CHROMIUM_PATH}, which is not there.`);
    }
    return CHROMIUM_PATH;
  }
  return installed() ?? (await fromDebian()) ?? fromPlaywright(uiTests);
}

const installed = () =>
  NAMES.map(name => which(name)).find(Boolean) ?? MAC_APPS.find(existsSync) ?? null;

/** Debian's package, if we are root. Ubuntu's is only a stub that needs snap. */
async function fromDebian() {
  await installFromDebian(['chromium', 'fonts-dejavu-core'], 'Chromium');
  return which('chromium');
}

async function fromPlaywright(uiTests) {
  return doing("Chromium: Playwright's own", async () => {
    const { code, output } = await capture('npx', ['playwright', 'install', 'chromium'], {
      cwd: uiTests
    });
    if (code !== 0) {
      throw new Trouble(
        'No Chromium could be had. Install one (on Debian: apt-get install chromium), ' +
          `or set CHROMIUM_PATH. Playwright said: ${output.trim().split('\n').at(-1)}`
      );
    }
    return '';
  });
}
