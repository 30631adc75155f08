import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';

import { findPython } from '../lib/python.mjs';
import { fingerprint, isFresh, mark } from '../lib/stamp.mjs';

/** Runs `body` with a fake `python3` that prints `answer` when probed; null for no `python3`. */
async function withPython(answer, body) {
  const { PATH, PYTHON } = process.env;
  const folder = mkdtempSync(join(tmpdir(), 'headroom-python-'));
  if (answer !== null) {
    writeFileSync(join(folder, 'python3'), `#!/bin/sh\necho ${answer}\n`);
    chmodSync(join(folder, 'python3'), 0o755);
  }
  process.env.PATH = folder;
  delete process.env.PYTHON;
  try {
    return await body(folder);
  } finally {
    process.env.PATH = PATH;
    if (PYTHON !== undefined) {
      process.env.PYTHON = PYTHON;
    }
    rmSync(folder, { recursive: true });
  }
}

test('a Python that is new enough and has venv is taken', () =>
  withPython('3 10 True', async () => assert.equal(await findPython(), 'python3')));

test('a Python that is too old is named', () =>
  withPython('3 9 True', () =>
    assert.rejects(findPython(), /3\.10 or newer is needed \(python3 is 3\.9\)/)
  ));

test('a missing venv module names the package to install', () =>
  withPython('3 11 False', () => assert.rejects(findPython(), /apt-get install python3\.11-venv/)));

test('no Python at all says so', () =>
  withPython(null, () => assert.rejects(findPython(), /none was found/)));

test('a stamp is fresh until a file or an argument changes', () =>
  withPython(null, folder => {
    const file = join(folder, 'input');
    const stamp = join(folder, 'deep', 'stamp');
    writeFileSync(file, 'one');
    assert.equal(isFresh(stamp, fingerprint([file], 'a')), false);
    mark(stamp, fingerprint([file], 'a'));
    assert.equal(isFresh(stamp, fingerprint([file], 'a')), true);
    assert.equal(isFresh(stamp, fingerprint([file], 'b')), false);
    writeFileSync(file, 'two');
    assert.equal(isFresh(stamp, fingerprint([file], 'a')), false);
  }));
