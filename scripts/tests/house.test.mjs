import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import test from 'node:test';

import { faultsOf, houseOf, printed } from '../lib/house.mjs';
import { inRoot } from '../lib/paths.mjs';
import { MOST_FILES, OF_ONE_KIND } from '../lib/rooms.mjs';

/** Calls `body` with the structure of `root`, built from these files: path -> text. */
function withHouse(root, files, body) {
  const base = mkdtempSync(join(tmpdir(), 'headroom-house-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(join(base, dirname(path)), { recursive: true });
      writeFileSync(join(base, path), text);
    }
    body(houseOf(root, base));
  } finally {
    rmSync(base, { recursive: true });
  }
}

const SOUND = {
  'src/logic/cells/reader.ts': "export const read = '';\n",
  'src/logic/loads/index.ts': "import { read } from '../cells/reader';\nexport { read };\n"
};

test('the real house has rooms, arrows, and no faults', () => {
  for (const root of ['src', 'jupyterlab_headroom']) {
    const house = houseOf(root);
    assert.ok(house.rooms.size > 5, root);
    assert.ok(house.arrows.length > 50, root);
    assert.deepEqual(faultsOf(house), []);
  }
});

test('the program that CI runs says so, too', () => {
  const args = [inRoot('scripts', 'tree.mjs'), '--check'];
  const { status, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  assert.equal(status, 0, stdout);
});

test('a sound house has no faults', () =>
  withHouse('src', SOUND, house => {
    assert.equal(house.arrows.length, 1);
    assert.deepEqual(faultsOf(house), []);
  }));

/** Every way to write the one import that violates the order. */
const WRITTEN = {
  import: "import { read } from '../loads';\n",
  'import for its effect': "import '../loads';\n",
  'import of types': "import type { Read } from '../loads';\n",
  'import over lines': "import {\n  read\n} from '../loads';\n",
  'import on demand': "const loads = import('../loads');\n",
  'import on demand, named for the bundler':
    "const loads = import(/* webpackChunkName: 'a' */ '../loads');\n",
  export: "export { read } from '../loads';\n"
};
for (const [name, text] of Object.entries(WRITTEN)) {
  test(`a forbidden arrow is found: ${name}`, () =>
    withHouse('src', { ...SOUND, 'src/logic/cells/reader.ts': text }, house =>
      assert.match(faultsOf(house).join(), /src\/logic\/cells\/reader.ts: cells must not .* loads/)
    ));
}

const many = (folder, count) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`${folder}/file${i}.ts`, '']));

test('a folder that is too full is found, unless its files are of one kind', () => {
  withHouse('src', many('src/logic/cells', MOST_FILES), house =>
    assert.deepEqual(faultsOf(house), [])
  );
  withHouse('src', many('src/logic/cells', MOST_FILES + 1), house =>
    assert.deepEqual(faultsOf(house), [
      `src/logic/cells: ${MOST_FILES + 1} files, ${MOST_FILES} at most`
    ])
  );
  withHouse('src', many(OF_ONE_KIND[0], MOST_FILES + 1), house =>
    assert.deepEqual(faultsOf(house), [])
  );
});

const PYTHON = 'jupyterlab_headroom';

test('Python: two rooms that need each other are found', () =>
  withHouse(
    PYTHON,
    {
      [`${PYTHON}/__init__.py`]: '',
      [`${PYTHON}/nouns/deaths.py`]: `from ${PYTHON}.watch import desk\n`,
      [`${PYTHON}/watch/desk.py`]: `from ${PYTHON}.nouns.deaths import (\n    Death,\n)\n`
    },
    house =>
      assert.deepEqual(faultsOf(house), [`${PYTHON}/nouns and ${PYTHON}/watch need each other`])
  ));

test('Python: one way is no fault, nor is __init__.py a file of its own', () =>
  withHouse(
    PYTHON,
    {
      [`${PYTHON}/nouns/__init__.py`]: '',
      [`${PYTHON}/nouns/deaths.py`]: '',
      [`${PYTHON}/watch/desk.py`]: `from ${PYTHON}.nouns import deaths, memory\n`
    },
    house => {
      assert.deepEqual(faultsOf(house), []);
      assert.match(printed(house), /nouns {2}\(1\)\n {4}deaths\n/);
      assert.match(printed(house), /watch {2}\(1\)\n {4}desk\n {4}-> jupyterlab_headroom\/nouns/);
    }
  ));
