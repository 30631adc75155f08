/**
 * Pasted cells: Python files in `src/__tests__/cells`, each with many cases.
 *
 *   # === what the case shows
 *   first cell
 *   # %%
 *   the cell that is run
 *   #> transformers.AutoModel.from_pretrained = bert-base-uncased; target=model
 *
 * A `#>` line is one expected call: callee, `=` id (`?expression` where only the kernel knows),
 * then any of `target=`, `how=`, `chain=to,half`, `repeats=`, `loader=`, `file=`, `kw.NAME=`, `conditional`.
 * A case without such a line expects silence.
 */
import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';

import type { CellSource, LoadCall, PyValue } from '../../../logic/types/load';

export interface PastedCase {
  file: string;
  title: string;
  cells: CellSource[];
  expected: Expectation[];
}

export interface Expectation {
  callee: string;
  model: string;
  details: Readonly<Record<string, string>>;
}

const FOLDER = join(__dirname, '..', '..', 'cells');

export function pastedCases(): PastedCase[] {
  return readdirSync(FOLDER)
    .filter(name => name.endsWith('.py'))
    .sort()
    .flatMap(name => casesOf(name, readFileSync(join(FOLDER, name), 'utf8')));
}

function casesOf(file: string, text: string): PastedCase[] {
  return text
    .split(/^# === /m)
    .slice(1)
    .map(piece => {
      const end = piece.indexOf('\n');
      const body = piece.slice(end + 1);
      return {
        file,
        title: piece.slice(0, end).trim(),
        cells: withoutExpectations(body)
          .split(/^# %%\n/m)
          .map((source, i) => ({ id: String(i), source: source.trimEnd() })),
        expected: [...body.matchAll(/^#> (.*)$/gm)].map(m => expectation(m[1] ?? ''))
      };
    });
}

function withoutExpectations(body: string): string {
  return body.replace(/^#> .*\n?/gm, '');
}

function expectation(line: string): Expectation {
  const [head = '', ...rest] = line.split(/;\s*/);
  const [callee = '', model = ''] = head.split(/ =(?: |$)/);
  const details = rest.map(pair => {
    const at = pair.indexOf('=');
    return at < 0 ? [pair.trim(), 'true'] : [pair.slice(0, at), pair.slice(at + 1).trim()];
  });
  return {
    callee: callee.trim(),
    model: model.trim(),
    details: Object.fromEntries(details) as Record<string, string>
  };
}

/** A call as one line, in the form of an expectation. */
export function summary(call: LoadCall): string {
  const { value, expression } = call.model;
  return `${call.callee} = ${value ?? (expression ? `?${expression}` : '')}`.trim();
}

/** The details that an expectation asks for, as the call has them. */
export function detail(call: LoadCall, name: string): string {
  switch (name) {
    case 'chain':
      return call.chain.map(({ method }) => method).join(',');
    case 'how':
      return call.model.how;
    case 'file':
      return call.model.file ?? '';
    case 'target':
      return call.target ?? '';
    case 'repeats':
      return call.repeats;
    case 'loader':
      return call.loader;
    case 'conditional':
      return String(call.conditional);
    case 'complete':
      return String(call.keywordsComplete);
    default:
      return shown(call.keywords[name.replace(/^kw\./, '')]);
  }
}

function shown(value: PyValue | undefined): string {
  switch (value?.kind) {
    case undefined:
      return '-';
    case 'name':
      return value.path;
    case 'none':
      return 'None';
    case 'unknown':
      return `?${value.expression}`;
    case 'call':
      return `${value.callee}(...)`;
    case 'list':
      return `[${value.items.map(shown).join(',')}]`;
    case 'dict':
      return `{${value.entries.map(([k, v]) => `${shown(k)}:${shown(v)}`).join(',')}}`;
    default:
      return String(value?.value);
  }
}
