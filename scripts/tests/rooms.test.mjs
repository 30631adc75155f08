import assert from 'node:assert/strict';
import test from 'node:test';

import { roomOf, objection } from '../lib/rooms.mjs';

const FORBIDDEN = [
  ['a higher layer', 'src/logic/cells/reader', 'src/model/loads/precheck', /logic\/ must not/],
  ['a view and the server', 'src/widgets/memory/panel', 'src/api/samples', /widgets\/ must not/],
  ['an earlier feature', 'src/logic/cells/reader', 'src/logic/loads/verdict', /cells must not/],
  ['the same across layers', 'src/widgets/loads/a', 'src/model/deaths/b', /loads must not/],
  ['features that are apart', 'src/logic/cells/reader', 'src/logic/memory/history', /cells must/]
];
for (const [name, from, to, words] of FORBIDDEN) {
  test(`is told: ${name}`, () => assert.match(objection(from, to) ?? '', words));
}

const ALLOWED = [
  ['within a room', 'src/logic/loads/a', 'src/logic/loads/b'],
  ['a later feature, an earlier one', 'src/logic/deaths/a', 'src/logic/cells/b'],
  ['a higher layer, a lower one', 'src/widgets/loads/a', 'src/model/loads/b'],
  ['what is shared', 'src/logic/words/a', 'src/logic/shared/b'],
  ['plugins, everything', 'src/plugins/memory/a', 'src/api/deaths/b'],
  ['what lies outside of the layers', 'src/index', 'src/logic/deaths/a'],
  ['a package', 'src/logic/loads/a', 'node_modules/react']
];
for (const [name, from, to] of ALLOWED) {
  test(`is let be: ${name}`, () => assert.equal(objection(from, to), null));
}

test('a path is a layer and, where its folder is one, a feature', () => {
  assert.deepEqual(roomOf('src/model/loads/precheck.ts'), { layer: 'model', feature: 'loads' });
  assert.deepEqual(roomOf('src/model/loads.ts'), { layer: 'model', feature: null });
  assert.deepEqual(roomOf('src/model/shared/a.ts'), { layer: 'model', feature: null });
  assert.equal(roomOf('src/tokens.ts'), null);
  assert.equal(roomOf('ui-tests/model/loads/a.ts'), null);
});
