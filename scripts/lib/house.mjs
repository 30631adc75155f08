// Reads the actual structure from the sources: folders are rooms, imports are arrows between them.
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';

import { ROOT } from './paths.mjs';
import { MOST_FILES, OF_ONE_KIND, objection } from './rooms.mjs';

const SKIPPED = new Set(['__tests__', '__pycache__', 'labextension', 'event_schemas']);
const SOURCE = /\.(tsx?|py)$/;

/** `{ root, rooms: folder -> file names, arrows: [{ from, to }] of files }`; `root` is in `base` */
export function houseOf(root, base = ROOT) {
  const rooms = new Map();
  const walk = folder => {
    const entries = readdirSync(join(base, folder), { withFileTypes: true });
    const files = entries.filter(e => e.isFile() && SOURCE.test(e.name)).map(e => e.name);
    if (files.length > 0) {
      rooms.set(folder, files.sort());
    }
    entries
      .filter(e => e.isDirectory() && !SKIPPED.has(e.name))
      .forEach(e => walk(posix.join(folder, e.name)));
  };
  walk(root);
  const files = [...rooms].flatMap(([folder, names]) => names.map(n => posix.join(folder, n)));
  const known = new Set(files);
  return { root, rooms, arrows: files.flatMap(file => arrowsOf(base, file, known)) };
}

function arrowsOf(base, file, known) {
  const text = readFileSync(join(base, file), 'utf8');
  const targets = file.endsWith('.py') ? pythonTargets(text) : scriptTargets(file, text);
  return targets
    .map(candidates => candidates.find(path => known.has(path)))
    .filter(to => to !== undefined && to !== file)
    .map(to => ({ from: file, to }));
}

function scriptTargets(file, text) {
  const found = text.matchAll(/(?:from|import\((?:\/\*.*?\*\/)?|^import)\s*'(\.[^']+)'/gm);
  return [...found].map(([, name]) => {
    const path = posix.join(posix.dirname(file), name);
    return [`${path}.ts`, `${path}.tsx`, `${path}/index.ts`, path];
  });
}

function pythonTargets(text) {
  const found = text.matchAll(/^\s*from (jupyterlab_headroom[\w.]*) import ([\w, ]+|\()/gm);
  return [...found].flatMap(([, module, names]) => {
    const path = module.replaceAll('.', '/');
    const itself = [`${path}.py`, `${path}/__init__.py`];
    // A name imported from a package may be one of its modules.
    return names.split(',').map(name => [`${path}/${name.trim()}.py`, ...itself]);
  });
}

/** Every violation of a rule, as a sentence. */
export function faultsOf({ rooms, arrows }) {
  const full = [...rooms]
    .map(([folder, names]) => [folder, names.filter(n => n !== '__init__.py')])
    .filter(([folder, names]) => names.length > MOST_FILES && !OF_ONE_KIND.includes(folder))
    .map(([folder, names]) => `${folder}: ${names.length} files, ${MOST_FILES} at most`);
  const closed = arrows
    .map(({ from, to }) => [from, objection(from, to.replace(/\.\w+$/, ''))])
    .filter(([, why]) => why !== null)
    .map(([from, why]) => `${from}: ${why}`);
  return [...full, ...closed, ...circles(arrows)];
}

/** Rooms that depend on each other, two folders deep: the level at which readers start. */
function circles(arrows) {
  const next = new Map();
  for (const { from, to } of roomArrows(arrows, 3)) {
    next.set(from, [...(next.get(from) ?? []), to]);
  }
  const found = [];
  for (const [from, targets] of next) {
    for (const to of targets) {
      if (from < to && (next.get(to) ?? []).includes(from)) {
        found.push(`${from} and ${to} need each other`);
      }
    }
  }
  return found;
}

function roomArrows(arrows, depth) {
  // Files directly in the root either wire the rest or are wired, so each is a room of its own.
  const room = path => {
    const folders = dirname(path).split('/');
    return folders.length === 1 ? path : folders.slice(0, depth).join('/');
  };
  const counts = new Map();
  for (const { from, to } of arrows) {
    const key = `${room(from)} ${room(to)}`;
    if (room(from) !== room(to)) {
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  return [...counts].map(([key, count]) => {
    const [from, to] = key.split(' ');
    return { from, to, count };
  });
}

/** The structure as text: each room, its files, and the rooms it depends on. */
export function printed({ root, rooms, arrows }) {
  const lines = [`${root}/`];
  const between = roomArrows(arrows, Infinity);
  for (const [folder, names] of [...rooms].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const needs = between.filter(({ from }) => from === folder).map(({ to }) => to);
    const shown = names.map(n => n.replace(SOURCE, '')).filter(n => n !== '__init__');
    lines.push(`  ${folder}  (${shown.length})`, `    ${shown.join(' ')}`);
    if (needs.length > 0) {
      lines.push(`    -> ${needs.sort().join(' ')}`);
    }
  }
  return lines.join('\n');
}
