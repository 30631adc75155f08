// Installs Debian packages where we have the right to.
import { existsSync } from 'node:fs';

import { capture, which } from './command.mjs';
import { doing } from './say.mjs';

/** Installs packages if we are root on Debian or Ubuntu; otherwise does nothing. */
export async function installFromDebian(packages, title = packages.join(' ')) {
  if (process.getuid?.() !== 0 || !which('apt-get') || !existsSync('/etc/debian_version')) {
    return;
  }
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await doing(`${title}: apt-get install`, async () => {
    await capture('apt-get', ['update', '-qq'], { env });
    await capture('apt-get', ['install', '-qq', '-y', '--no-install-recommends', ...packages], {
      env
    });
  });
}
