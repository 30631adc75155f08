import type { SyntaxNode } from '@lezer/common';

import { choice } from '../memory';
import type { Run } from '../run';
import { children, nodeText } from '../../syntax/tree';
import { entry, same, text, truth, unknown, type Value } from '../values';

export function binary(run: Run, node: SyntaxNode): Value {
  const inside = children(node);
  const [left] = inside;
  const right = inside[inside.length - 1];
  if (!left || !right || inside.length < 3) {
    return unknown(nodeText(node, run.cell.text));
  }
  const operator = inside
    .slice(1, -1)
    .map(child => nodeText(child, run.cell.text))
    .join(' ');
  const expression = nodeText(node, run.cell.text);
  const a = run.evaluate(left);
  if (operator === 'or' || operator === 'and') {
    const decided = truth(a);
    if (decided !== null) {
      return decided === (operator === 'or') ? a : run.evaluate(right);
    }
    return choice([a, run.evaluate(right)], expression);
  }
  return operate(a, operator, run.evaluate(right), expression);
}

function operate(a: Value, operator: string, b: Value, expression: string): Value {
  const verdict = compared(a, operator, b);
  if (verdict !== undefined) {
    return verdict === null ? unknown(expression) : { kind: 'boolean', value: verdict };
  }
  if (a.kind === 'string' && operator === '%') {
    return percent(a.value, b) ?? unknown(expression);
  }
  if (a.kind === 'string' && b.kind === 'string') {
    // `Path("a")` is represented by its string. Real strings have no `/` operator, so this joins
    // paths.
    const value = { '+': a.value + b.value, '/': joinPath(a.value, b.value) };
    return operator === '+' || operator === '/' ? text(value[operator]) : unknown(expression);
  }
  if (a.kind === 'number' && b.kind === 'number') {
    return arithmetic(a.value, operator, b.value) ?? unknown(expression);
  }
  if (a.kind === 'list' && b.kind === 'list' && operator === '+') {
    return { kind: 'list', items: [...a.items, ...b.items] };
  }
  if (a.kind === 'dict' && b.kind === 'dict' && operator === '|') {
    return { kind: 'dict', entries: [...a.entries, ...b.entries] };
  }
  return unknown(expression);
}

/** undefined: not a comparison; null: the source does not decide it. */
function compared(a: Value, operator: string, b: Value): boolean | null | undefined {
  switch (operator) {
    case '==':
    case 'is':
      return same(a, b);
    case '!=':
    case 'is not': {
      const equal = same(a, b);
      return equal === null ? null : !equal;
    }
    case 'in':
      return contains(b, a);
    case 'not in': {
      const found = contains(b, a);
      return found === null ? null : !found;
    }
    case '<':
    case '>':
    case '<=':
    case '>=':
      return ordered(a, operator, b);
    default:
      return undefined;
  }
}

function ordered(a: Value, operator: string, b: Value): boolean | null {
  if (a.kind !== 'number' || b.kind !== 'number') {
    return null;
  }
  const sign = Math.sign(a.value - b.value);
  return (operator.includes('=') && sign === 0) || (operator.startsWith('<') ? sign < 0 : sign > 0);
}

function contains(container: Value, item: Value): boolean | null {
  if (container.kind === 'string' && item.kind === 'string') {
    return container.value.includes(item.value);
  }
  const members =
    container.kind === 'list'
      ? container.items
      : container.kind === 'dict'
        ? container.entries.map(([key]) => key)
        : null;
  if (!members || !('value' in item)) {
    return null;
  }
  const answers = members.map(member => same(member, item));
  return answers.includes(true) ? true : answers.includes(null) ? null : false;
}

function arithmetic(a: number, operator: string, b: number): Value | null {
  const results: Readonly<Record<string, number>> = {
    '+': a + b,
    '-': a - b,
    '*': a * b,
    '/': a / b,
    '//': Math.floor(a / b),
    '%': a - b * Math.floor(a / b),
    '**': a ** b,
    '<<': a * 2 ** b
  };
  const value = results[operator];
  return value === undefined || !Number.isFinite(value) ? null : { kind: 'number', value };
}

/** `"%s-%d" % (a, b)`; null when a part is not known. */
function percent(format: string, given: Value): Value | null {
  const values = given.kind === 'list' ? [...given.items] : [given];
  let known = true;
  const result = format.replace(/%[sd]/g, () => {
    const next = values.shift();
    known &&= next?.kind === 'string' || next?.kind === 'number';
    return next && 'value' in next ? String(next.value) : '';
  });
  return known ? text(result) : null;
}

export function joinPath(first: string, second: string): string {
  if (second.startsWith('/') || first === '') {
    return second;
  }
  return first.endsWith('/') ? first + second : `${first}/${second}`;
}

export function negated(run: Run, node: SyntaxNode): Value {
  const [sign, operand] = children(node);
  const value = operand ? run.evaluate(operand) : unknown('');
  const expression = nodeText(node, run.cell.text);
  if (sign?.name === 'not') {
    const decided = truth(value);
    return decided === null ? unknown(expression) : { kind: 'boolean', value: !decided };
  }
  const minus = sign !== undefined && nodeText(sign, run.cell.text) === '-';
  return value.kind === 'number' && minus
    ? { kind: 'number', value: -value.value }
    : unknown(expression);
}

export function subscript(receiver: Value, index: Value, expression: string): Value {
  if (receiver.kind === 'list' && index.kind === 'number') {
    return receiver.items.at(index.value) ?? unknown(expression);
  }
  if (receiver.kind === 'dict') {
    return entry(receiver.entries, index) ?? unknown(expression);
  }
  if (receiver.kind === 'call' && index.kind === 'string') {
    return receiver.given.keywords.get(index.value) ?? unknown(expression);
  }
  if (receiver.kind === 'name') {
    return { kind: 'name', path: `${receiver.path}[]` };
  }
  if (receiver.kind === 'loaded' || receiver.kind === 'object') {
    return { kind: 'object', expression };
  }
  return unknown(expression);
}

/**
 * `x[a:b]` of a string or list; `marks` are the bounds and the colon between them. null: not known.
 */
export function slice(receiver: Value, marks: readonly (Value | string)[]): Value | null {
  const at = marks.indexOf(':');
  const [from, to] = [marks.slice(0, at), marks.slice(at + 1)].map(bound);
  if (from === undefined || to === undefined) {
    return null;
  }
  if (receiver.kind === 'string') {
    return text(receiver.value.slice(from ?? 0, to ?? undefined));
  }
  return receiver.kind === 'list'
    ? { kind: 'list', items: receiver.items.slice(from ?? 0, to ?? undefined) }
    : null;
}

/** null: omitted; undefined: not known. Negative bounds mean the same in Python and JavaScript. */
function bound(marks: readonly (Value | string)[]): number | null | undefined {
  const [value] = marks;
  if (value === undefined) {
    return null;
  }
  return marks.length === 1 && typeof value !== 'string' && value.kind === 'number'
    ? value.value
    : undefined;
}
