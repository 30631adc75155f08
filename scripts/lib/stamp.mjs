// Stamps, so that set-up is repeated only when what it depends on has changed.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

import { ROOT } from './paths.mjs';

const IGNORED = new Set([
  '__pycache__',
  '__tests__',
  '_version.py',
  'labextension',
  'node_modules'
]);

function* files(path) {
  if (!existsSync(path)) {
    return;
  }
  if (!statSync(path).isDirectory()) {
    yield path;
    return;
  }
  for (const name of readdirSync(path).sort()) {
    if (!IGNORED.has(name)) {
      yield* files(join(path, name));
    }
  }
}

/** A digest of the contents of files and folders, and of any further texts. */
export function fingerprint(paths, ...texts) {
  const hash = createHash('sha256');
  for (const path of paths) {
    for (const file of files(path)) {
      hash.update(`${relative(ROOT, file)}\0`);
      hash.update(readFileSync(file));
    }
  }
  texts.forEach(text => hash.update(`\0${text}`));
  return hash.digest('hex');
}

export function isFresh(stamp, digest) {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === digest;
}

export function mark(stamp, digest) {
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, digest);
}
