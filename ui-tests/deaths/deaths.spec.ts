import type { IJupyterLabPageFixture } from '@jupyterlab/galata';
import { expect, test } from '@jupyterlab/galata';

import { closeDeath, deathDialog } from '../support/dialogs';
import { KERNELS } from '../support/kernels';
import { needsLimit } from '../support/limits';
import { askWhy, notice } from '../support/notices';
import { openNotebook, outputOf, runCell, startCell, untilRestarted } from '../support/notebook';
import { FILL, WORKER } from '../support/programs';

/** Every kind of death that can be caused here: the right title, and no false claim of OOM. */

interface Death {
  name: string;
  cell: string;
  /** The title, and parts of the sentence below it. */
  says: readonly string[];
  isOutOfMemory?: boolean;
  skip?: () => void;
}

const bySignal = (name: string): string =>
  `import os, signal\nos.kill(os.getpid(), signal.${name})`;

const SHORT_FILE = [
  'import mmap, tempfile',
  'file = tempfile.TemporaryFile()',
  'file.truncate(8192)',
  'view = mmap.mmap(file.fileno(), 8192)',
  'file.truncate(0)',
  'view[4096]'
].join('\n');

const FULL_SHARED_MEMORY = [
  'import mmap, os',
  'file = os.open("/dev/shm/full", os.O_RDWR | os.O_CREAT)',
  'os.truncate(file, 100 * 2**20)',
  'view = mmap.mmap(file, 100 * 2**20)',
  'for page in range(0, len(view), 4096):',
  '    view[page] = 1'
].join('\n');

const DEATHS: readonly Death[] = [
  {
    name: 'an OOM kill at the limit',
    cell: FILL,
    says: ['Out of memory', 'killed because memory use reached'],
    isOutOfMemory: true,
    skip: needsLimit
  },
  {
    name: 'SIGKILL by hand',
    cell: bySignal('SIGKILL'),
    says: ['Killed from outside', 'nothing that was read points to a lack of memory']
  },
  { name: 'SIGTERM', cell: bySignal('SIGTERM'), says: ['Ended from outside', 'SIGTERM'] },
  {
    name: 'a segmentation fault',
    cell: 'import ctypes\nctypes.string_at(0)',
    says: ['Crash in native code', 'segmentation fault']
  },
  { name: 'abort()', cell: 'import os\nos.abort()', says: ['Native code gave up', 'abort()'] },
  {
    name: 'a mapped file that was cut',
    cell: SHORT_FILE,
    says: ['Part of an open file went away', 'bus error']
  },
  {
    name: 'an illegal instruction',
    cell: bySignal('SIGILL'),
    says: ['Built for another processor']
  },
  { name: 'another signal', cell: bySignal('SIGUSR1'), says: ['Ended by a signal', 'SIGUSR1'] },
  {
    name: 'an exit with code 3',
    cell: 'import os\nos._exit(3)',
    says: ['The kernel ended itself', 'exit code 3']
  },
  // Last, because /dev/shm stays full.
  {
    name: 'full shared memory',
    cell: FULL_SHARED_MEMORY,
    says: ['Shared memory is full', '/dev/shm holds 64 MiB'],
    skip: () =>
      test.skip(
        process.env.HEADROOM_SMALL_SHM !== '1',
        'needs the right to make a mount namespace with a small /dev/shm (root)'
      )
  }
];

/** Checks only where a cause is claimed: advice and counters may still mention OOM kills. */
async function expectNoOutOfMemoryClaim(page: IJupyterLabPageFixture): Promise<void> {
  for (const part of ['.jp-Dialog-header', 'div[aria-live="polite"]']) {
    const said = deathDialog(page).locator(part);
    await expect(said).not.toBeEmpty();
    await expect(said).not.toContainText(/out of memory|OOM[- ]kill/i);
  }
}

for (const { name, cell, says, isOutOfMemory = false, skip } of DEATHS) {
  test(name, async ({ page, tmpPath }) => {
    skip?.();
    await openNotebook(page, `${tmpPath}/death.ipynb`, KERNELS.tight, [cell]);
    await startCell(page, 1);
    for (const words of says) {
      await expect(deathDialog(page)).toContainText(words);
    }
    if (!isOutOfMemory) {
      await expectNoOutOfMemoryClaim(page);
    }
  });
}

test('an OOM kill after one by hand, and one by hand after that', async ({ page, tmpPath }) => {
  needsLimit();
  const byHand = bySignal('SIGKILL');
  await openNotebook(page, `${tmpPath}/sequence.ipynb`, KERNELS.tight, [byHand, FILL, byHand]);
  const titles = ['Killed from outside', 'Out of memory', 'Killed from outside'];
  for (const [index, title] of titles.entries()) {
    await startCell(page, index + 1);
    await expect(deathDialog(page)).toContainText(title);
    if (title !== 'Out of memory') {
      await expectNoOutOfMemoryClaim(page);
    }
    await closeDeath(page);
    await untilRestarted(page);
  }
});

test('a worker that is OOM-killed while the kernel lives', async ({ page, tmpPath }) => {
  needsLimit();
  await openNotebook(page, `${tmpPath}/worker.ipynb`, KERNELS.tight, [WORKER, 'print(6 * 7)']);
  await runCell(page, 1);
  expect(await outputOf(page, 1)).toContain('ended with -9');
  const toast = notice(page, 'Out of memory in a worker process');
  await expect(toast).toHaveCount(1);
  await askWhy(toast);
  await expect(deathDialog(page)).toContainText('Out of memory in a worker process');
  await closeDeath(page);
  await runCell(page, 2);
  expect(await outputOf(page, 2)).toContain('42');
});

test('a kernel that the server gives up on', async ({ page, tmpPath }) => {
  const cell = 'import os\nos._exit(7)';
  await openNotebook(page, `${tmpPath}/loop.ipynb`, KERNELS.tight, [cell]);
  const dialog = deathDialog(page);
  for (let death = 1; death <= 5; death++) {
    await startCell(page, 1);
    await expect(dialog).toContainText('The kernel ended itself');
    if (death > 1) {
      await expect(dialog).toContainText(`each of the last ${death} times that this kernel died`);
    }
    await closeDeath(page);
    await untilRestarted(page);
  }
  await startCell(page, 1);
  await expect(dialog).toContainText('The kernel keeps dying');
  await expect(dialog).toContainText('The last time');
  await expect(dialog).toContainText('each of the last 6 times that this kernel died');
  await expect(dialog).toContainText('Running at that moment: cell 1');
  await expect(dialog).toContainText('os._exit(7)');
  await expectNoOutOfMemoryClaim(page);
});
