import type { SyntaxNode } from '@lezer/common';

import { bindTarget } from '../statements/assign';
import { NEXT, under, type Flow, type Run } from '../run';
import { children, groups, nodeText } from '../../syntax/tree';
import { truth, unknown, type Value } from '../values';

/** Longer lists are walked once, with the loop variable unknown. */
const MAX_ITERATIONS = 8;

/** The values that `for` assigns to its target; null when they are not known, or too many. */
export function iterationValues(value: Value): readonly Value[] | null {
  if (value.kind === 'dict') {
    return iterationValues({ kind: 'list', items: value.entries.map(([key]) => key) });
  }
  if (value.kind !== 'list') {
    return null;
  }
  return value.items.length <= MAX_ITERATIONS ? value.items : null;
}

/** `sum(f(x) for x in xs)`; null when the argument is not a generator expression. */
export function generatorArgument(run: Run, list: SyntaxNode): Value | null {
  return children(list).some(child => child.name === 'for') ? comprehension(run, list) : null;
}

/** A comprehension keeps whatever its element expression loads. */
export function comprehension(run: Run, node: SyntaxNode): Value {
  const inside = children(node).filter(child => !/^[[\](){}]$/.test(child.name));
  const at = inside.findIndex(child => child.name === 'for');
  const element = inside.slice(0, at).filter(child => child.name !== ':');
  const outer = run.memory.frame;
  run.memory.frame = { names: new Map(), outer };
  try {
    const items: Value[] = [];
    const known = clause(run, inside.slice(at), () => {
      const values = element.map(child => run.evaluate(child));
      items.push(...values.slice(0, 1));
    });
    return known && node.name !== 'DictionaryComprehensionExpression'
      ? { kind: 'list', items }
      : unknown(nodeText(node, run.cell.text));
  } finally {
    run.memory.frame = outer;
  }
}

/** Walks `for x in xs if c for ...`; false when not all elements are known. */
function clause(run: Run, nodes: readonly SyntaxNode[], element: () => void): boolean {
  const [word, ...rest] = nodes;
  if (!word) {
    element();
    return true;
  }
  if (word.name === 'if') {
    const decided = rest[0] ? truth(run.evaluate(rest[0])) : null;
    if (decided !== false) {
      under(run, { conditional: run.circumstances.conditional || decided === null }, () =>
        clause(run, rest.slice(1), element)
      );
    }
    return decided !== null;
  }
  return word.name === 'for' ? forClause(run, rest, element) : false;
}

function forClause(run: Run, rest: readonly SyntaxNode[], element: () => void): boolean {
  const at = rest.findIndex(child => child.name === 'in');
  const targets = groups(rest.slice(0, at)).flat();
  const source = rest[at + 1];
  const values = source ? run.evaluate(source) : unknown('');
  const known = iterationValues(values);
  const loop = known?.length === 1 ? run.circumstances.loop : 'kept';
  const counted = known !== null && run.circumstances.counted;
  let all = known !== null;
  for (const value of known ?? [someElement(run, source)]) {
    under(run, { loop, counted }, () => {
      bindTarget(run, targets, value);
      all = clause(run, rest.slice(at + 2), element) && all;
    });
  }
  return all;
}

/**
 * Some element of an iterable whose elements are not known. Its expression is not a valid name, so
 * that the kernel is not asked for it.
 */
function someElement(run: Run, source: SyntaxNode | undefined): Value {
  return unknown(source ? `${nodeText(source, run.cell.text)}[…]` : '…');
}

/**
 * A `for` statement: runs the body once for each known value, or just once if they are not known.
 */
export function forLoop(
  run: Run,
  targets: readonly SyntaxNode[],
  source: SyntaxNode,
  body: () => Flow
): Flow {
  const known = iterationValues(run.evaluate(source));
  const once = known !== null && known.length <= 1;
  const counted = known !== null && run.circumstances.counted;
  for (const value of known ?? [someElement(run, source)]) {
    const loop =
      once || run.circumstances.loop === 'kept' ? run.circumstances.loop : 'freed-each-time';
    const flow = under(run, { loop, counted }, () => {
      bindTarget(run, targets, value);
      return body();
    });
    if (flow.kind === 'leave' && flow.out !== 'iteration') {
      return flow.out === 'loop' ? NEXT : flow;
    }
  }
  return NEXT;
}
