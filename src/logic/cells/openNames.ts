/**
 * Names whose values only the kernel knows: which to ask for, and how to give the cell reader the
 * answers.
 */
import { parser } from '@lezer/python';
import type { SyntaxNodeRef } from '@lezer/common';

import type { LoadCall } from '../types/load';

/** `name`, `name.attribute` or `name["key"]`. */
export interface OpenName {
  /** The name as written, which is also the key of the kernel's answer. */
  text: string;
  root: string;
  attribute: string | null;
  key: string | null;
}

const PATTERN = /^([\p{L}_][\p{L}\p{N}_]*)(?:\.([\p{L}_][\p{L}\p{N}_]*)|\[(["'])([^"'\\]*)\3\])?$/u;

/** Parses one of the forms above; null for anything else. */
export function openName(text: string): OpenName | null {
  const found = PATTERN.exec(text.trim());
  const root = found?.[1];
  return root === undefined
    ? null
    : { text: text.trim(), root, attribute: found?.[2] ?? null, key: found?.[4] ?? null };
}

/**
 * The names, each once, in the model expressions that the notebook's source alone does not resolve.
 */
export function openNames(calls: readonly LoadCall[]): OpenName[] {
  const texts = calls
    .filter(call => call.model.value === null)
    .flatMap(call => namesIn(call.model.expression));
  return [...new Set(texts)].flatMap(text => openName(text) ?? []);
}

function namesIn(expression: string): string[] {
  const names: string[] = [];
  parser.parse(expression).iterate({
    enter: node => {
      if (isCallee(node)) {
        return true;
      }
      if (node.name !== 'VariableName' && node.name !== 'MemberExpression') {
        return true;
      }
      const text = expression.slice(node.from, node.to);
      if (openName(text) === null) {
        return true;
      }
      names.push(text);
      return false;
    }
  });
  return names;
}

/** `join` in `join(a, b)` is a function rather than a value. Its own parts are still searched. */
const isCallee = ({ node }: SyntaxNodeRef): boolean =>
  node.parent?.name === 'CallExpression' && node.parent.firstChild?.from === node.from;

/** Python code that gives these names their values, for the cell reader; '' when there are none. */
export function definitions(values: Readonly<Record<string, string | null>>): string {
  const known = Object.entries(values).flatMap(([text, value]) => {
    const name = openName(text);
    return name === null || value === null ? [] : [{ ...name, value }];
  });
  const roots = [...new Set(known.map(({ root }) => root))];
  return roots
    .map(root =>
      definition(
        root,
        known.filter(name => name.root === root)
      )
    )
    .join('\n');
}

function definition(root: string, names: readonly (OpenName & { value: string })[]): string {
  const literal = (value: string): string => JSON.stringify(value);
  const plain = names.find(({ attribute, key }) => attribute === null && key === null);
  if (plain) {
    return `${root} = ${literal(plain.value)}`;
  }
  const attributes = names.filter(({ attribute }) => attribute !== null);
  return attributes.length > 0
    ? `class ${root}:\n${attributes.map(n => `    ${n.attribute} = ${literal(n.value)}`).join('\n')}`
    : `${root} = {${names.map(n => `${literal(n.key ?? '')}: ${literal(n.value)}`).join(', ')}}`;
}
