/** Python values, as far as the source determines them, while a notebook is being read. */
import type { SyntaxNode } from '@lezer/common';

import type { LoadCall, PyValue } from '../../types/load';
import type { ParsedCell } from '../syntax/parse';

/** A load call under construction; later method calls on its result are added to its chain. */
export type Draft = { -readonly [K in keyof LoadCall]: LoadCall[K] } & {
  chain: LoadCall['chain'][number][];
  /** The candidate ids when the source does not decide; when empty, `model` applies. */
  options: readonly string[];
  /** The positions of the calls that led to it, see `Run.trail`. */
  trail: string;
};

export interface Arguments {
  args: readonly Value[];
  keywords: ReadonlyMap<string, Value>;
  /** false when a `*name` or `**name` could not be resolved. */
  complete: boolean;
}

/** A frame of local names; functions defined in it can still see it later. */
export interface Frame {
  names: Map<string, Value>;
  outer: Frame | null;
  /** Names declared `global`. */
  globals?: Set<string>;
}

export interface FunctionValue {
  kind: 'function';
  name: string;
  /** The definition, or the lambda expression. */
  node: SyntaxNode;
  cell: ParsedCell;
  outer: Frame | null;
  defaults: ReadonlyMap<string, Value>;
  self: Value | null;
  /**
   * What the first parameter receives: with `@classmethod` the class, with `@staticmethod` nothing.
   */
  binds: 'instance' | 'class' | 'nothing';
  property: boolean;
}

export interface ClassValue {
  kind: 'class';
  name: string;
  bases: readonly Value[];
  members: ReadonlyMap<string, Value>;
}

export type Value =
  | Extract<PyValue, { kind: 'string' | 'number' | 'boolean' | 'none' | 'name' }>
  | { kind: 'unknown'; expression: string }
  | { kind: 'list'; items: readonly Value[] }
  | { kind: 'dict'; entries: readonly (readonly [Value, Value])[] }
  /** What an imported callable returned; not a string unless known otherwise. */
  | { kind: 'call'; callee: string; given: Arguments }
  /**
   * One of several values, where a branch or conditional expression is not decided by the source.
   */
  | { kind: 'choice'; options: readonly Value[]; expression: string }
  /** What a load call returned. */
  | { kind: 'loaded'; draft: Draft }
  | FunctionValue
  | ClassValue
  | { kind: 'instance'; id: number; class: ClassValue }
  /** `functools.partial` */
  | { kind: 'partial'; callee: Value; given: Arguments }
  | { kind: 'attribute'; receiver: Value; name: string }
  /** A runtime object that is certainly not a string. */
  | { kind: 'object'; expression: string };

export const NONE: Value = { kind: 'none' };

export function text(value: string): Value {
  return { kind: 'string', value };
}

export function unknown(expression: string): Value {
  return { kind: 'unknown', expression };
}

/** Python's truth value; null when the source does not determine it. */
export function truth(value: Value): boolean | null {
  switch (value.kind) {
    case 'boolean':
      return value.value;
    case 'string':
      return value.value !== '';
    case 'number':
      return value.value !== 0;
    case 'none':
      return false;
    case 'list':
      return value.items.length > 0;
    case 'dict':
      return value.entries.length > 0;
    case 'function':
    case 'class':
    case 'loaded':
      return true;
    default:
      return null;
  }
}

/** Whether two values are the same constant; null when that is not known. */
export function same(a: Value, b: Value): boolean | null {
  if ('value' in a && 'value' in b) {
    return a.value === b.value;
  }
  const none = a.kind === 'none' || b.kind === 'none';
  if (none && (isKnown(a) || a.kind === 'loaded')) {
    return isKnown(b) || b.kind === 'loaded' ? a.kind === b.kind : null;
  }
  return null;
}

function isKnown(value: Value): boolean {
  return ['string', 'number', 'boolean', 'none', 'list', 'dict'].includes(value.kind);
}

/** Whether two keys or elements are certainly equal. */
function identical(a: Value, b: Value): boolean {
  if (a === b) {
    return true;
  }
  if (a.kind !== b.kind) {
    return false;
  }
  if ('value' in a && 'value' in b) {
    return a.value === b.value;
  }
  if (a.kind === 'name' && b.kind === 'name') {
    return a.path === b.path;
  }
  if (a.kind === 'loaded' && b.kind === 'loaded') {
    return a.draft === b.draft;
  }
  return a.kind === 'none';
}

export function entry(entries: readonly (readonly [Value, Value])[], key: Value): Value | null {
  for (let i = entries.length - 1; i >= 0; i--) {
    const pair = entries[i];
    if (pair && identical(pair[0], key)) {
      return pair[1];
    }
  }
  return null;
}

/** The dotted path by which a value's methods are recognised; null when it has none. */
export function pathOf(value: Value): string | null {
  switch (value.kind) {
    case 'name':
      return value.path;
    case 'call':
      return `${value.callee}()`;
    case 'loaded':
      return `${value.draft.callee}()`;
    case 'attribute': {
      const path = pathOf(value.receiver);
      return path === null ? null : `${path}.${value.name}`;
    }
    default:
      return null;
  }
}

/**
 * The value as code outside the interpreter sees it; without a public form, only its expression.
 */
export function publicValue(value: Value, expression: string): PyValue {
  switch (value.kind) {
    case 'list':
      return {
        kind: 'list',
        items: value.items.map(item => publicValue(item, expression))
      };
    case 'dict':
      return {
        kind: 'dict',
        entries: value.entries.map(([k, v]) => [
          publicValue(k, expression),
          publicValue(v, expression)
        ])
      };
    case 'call':
      return {
        kind: 'call',
        callee: value.callee,
        args: value.given.args.map(arg => publicValue(arg, expression)),
        keywords: publicKeywords(value.given)
      };
    case 'choice':
    case 'unknown':
    case 'object':
      return { kind: 'unknown', expression: value.expression };
    case 'loaded':
    case 'function':
    case 'class':
    case 'instance':
    case 'partial':
    case 'attribute':
      return { kind: 'unknown', expression };
    default:
      return value;
  }
}

export function publicKeywords(given: Arguments): Record<string, PyValue> {
  const result: Record<string, PyValue> = {};
  for (const [name, value] of given.keywords) {
    result[name] = publicValue(value, name);
  }
  return result;
}

/** The first of these keywords that is given, else the argument at this position. */
export function argument(
  where: { at?: number; keywords?: readonly string[] },
  given: Arguments
): Value | null {
  for (const keyword of where.keywords ?? []) {
    const value = given.keywords.get(keyword);
    if (value) {
      return value;
    }
  }
  return where.at === undefined ? null : (given.args[where.at] ?? null);
}
