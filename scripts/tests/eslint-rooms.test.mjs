import assert from 'node:assert/strict';
import test from 'node:test';

import { roomsPlugin } from '../lib/eslint-rooms.mjs';
import { inRoot } from '../lib/paths.mjs';

const CELLS = inRoot('src', 'logic', 'cells', 'reader.ts');

/** What the rule reports for one import of `name` in `filename`, written as a `kind` node. */
function messagesFor(kind, name, filename = CELLS) {
  const reports = [];
  const rule = roomsPlugin.rules.rooms.create({ filename, report: one => reports.push(one) });
  const source = { type: 'Literal', value: name };
  rule[kind](kind === 'TSImportType' ? { argument: { literal: source } } : { source });
  return reports.map(report => report.data.why);
}

const KINDS = [
  'ImportDeclaration',
  'ImportExpression',
  'ExportNamedDeclaration',
  'ExportAllDeclaration',
  'TSImportType'
];
for (const kind of KINDS) {
  test(`${kind}: into a closed room is told, into an open one is not`, () => {
    assert.match(messagesFor(kind, '../loads/verdict')[0] ?? '', /cells must not import loads/);
    assert.deepEqual(messagesFor(kind, '../types/python'), []);
  });
}

test('packages are not its business', () => {
  assert.deepEqual(messagesFor('ImportDeclaration', '@jupyterlab/services'), []);
});

test('an export of what the file itself declares has no source', () => {
  const rule = roomsPlugin.rules.rooms.create({ filename: CELLS, report: assert.fail });
  rule.ExportNamedDeclaration({ source: null });
});
