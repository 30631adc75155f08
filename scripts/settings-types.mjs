// Generates src/settings.ts from schema/settings.json, so that settings are defined only once.
// `--check` only compares, for CI.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { compile } from 'json-schema-to-typescript';

const path = name => fileURLToPath(new URL(`../${name}`, import.meta.url));

const schema = JSON.parse(readFileSync(path('schema/settings.json'), 'utf8'));
const defaults = Object.fromEntries(
  Object.entries(schema.properties).map(([key, property]) => [key, property.default])
);
// Every property has a default, so a composite value always holds all of them.
const types = await compile(
  {
    ...schema,
    title: 'HeadroomSettings',
    required: Object.keys(schema.properties)
  },
  'HeadroomSettings',
  {
    bannerComment: '// Generated from schema/settings.json by scripts/settings-types.mjs.'
  }
);
const text = `${types}
export const DEFAULT_SETTINGS: HeadroomSettings = ${JSON.stringify(defaults, null, 2)};
`;

const target = path('src/settings.ts');
if (process.argv.includes('--check')) {
  if (readFileSync(target, 'utf8') !== text) {
    console.error('src/settings.ts is out of date: run `jlpm build:types`.');
    process.exit(1);
  }
} else {
  writeFileSync(target, text);
}
