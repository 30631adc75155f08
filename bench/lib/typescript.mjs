// Lets Node import the sources unchanged: TypeScript without file extensions, Python as text.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { transformSync } from '@swc/core';

const ENDINGS = ['.ts', '.tsx', '/index.ts'];

export async function resolve(specifier, context, next) {
  if (specifier.startsWith('.') && context.parentURL?.includes('/src/')) {
    const base = new URL(specifier, context.parentURL).href;
    const found = ENDINGS.map(ending => base + ending).find(url => existsSync(fileURLToPath(url)));
    if (found) {
      return { url: found, shortCircuit: true };
    }
  }
  return next(specifier, context);
}

export async function load(url, context, next) {
  if (url.endsWith('.py')) {
    const text = JSON.stringify(readFileSync(fileURLToPath(url), 'utf8'));
    return { format: 'module', source: `export default ${text};`, shortCircuit: true };
  }
  if (!/\.tsx?$/.test(url)) {
    return next(url, context);
  }
  const { code } = transformSync(readFileSync(fileURLToPath(url), 'utf8'), {
    filename: fileURLToPath(url),
    jsc: { parser: { syntax: 'typescript', tsx: url.endsWith('x') }, target: 'es2022' },
    module: { type: 'es6' }
  });
  return { format: 'module', source: code, shortCircuit: true };
}
