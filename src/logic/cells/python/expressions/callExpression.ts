import type { SyntaxNode } from '@lezer/common';

import { callBuiltin } from './builtins';
import { generatorArgument } from './comprehension';
import { callMethod } from './methods';
import type { Run } from '../run';
import { children, groups, nodeText } from '../../syntax/tree';
import { pathOf, unknown, type Arguments, type Value } from '../values';

/** A call of something imported, of the notebook's own code, or of a built-in. */
export function call(run: Run, node: SyntaxNode): Value {
  const [calleeNode, list] = children(node);
  if (!calleeNode || !list) {
    return unknown(nodeText(node, run.cell.text));
  }
  const callee = run.evaluate(calleeNode);
  const given = argumentsOf(run, list);
  const { call: outer, site, trail } = run;
  run.trail = `${trail}/${node.from}`;
  run.call = { cell: run.cell, call: node, callee: calleeNode, list };
  run.site = run.cell === run.target || !site ? run.call : site;
  try {
    return (
      callMethod(run, callee, given, calleeNode) ??
      run.apply(callee, given, nodeText(node, run.cell.text))
    );
  } finally {
    run.call = outer;
    run.trail = trail;
    run.site = site;
  }
}

/** Calls a value that is not a method of a string, list or dict. */
export function callValue(run: Run, callee: Value, given: Arguments, expression: string): Value {
  switch (callee.kind) {
    case 'function':
      return run.invoke(callee, given);
    case 'class':
      return run.instantiate(callee, given);
    case 'partial':
      return callValue(run, callee.callee, together(callee.given, given), expression);
    case 'loaded':
      return { kind: 'object', expression };
    case 'choice': {
      const callable = callee.options.filter(option => option.kind !== 'none');
      const results = callable.map(option => callValue(run, option, given, expression));
      return results.find(({ kind }) => kind === 'loaded') ?? results[0] ?? unknown(expression);
    }
    default:
      return callImported(run, callee, given, expression);
  }
}

function callImported(run: Run, callee: Value, given: Arguments, expression: string): Value {
  const path = pathOf(callee);
  if (path === null) {
    return callee.kind === 'object' || callee.kind === 'attribute'
      ? { kind: 'object', expression }
      : unknown(expression);
  }
  return (
    run.recognizer.call(run, path, given, madeWith(callee)) ??
    callBuiltin(run, path, given, expression) ?? { kind: 'call', callee: path, given }
  );
}

function madeWith(callee: Value): Arguments | null {
  return callee.kind === 'attribute' && callee.receiver.kind === 'call'
    ? callee.receiver.given
    : null;
}

function together(a: Arguments, b: Arguments): Arguments {
  return {
    args: [...a.args, ...b.args],
    keywords: new Map([...a.keywords, ...b.keywords]),
    complete: a.complete && b.complete
  };
}

/** Evaluates an argument list; `*` and `**` are expanded where the list or dict is known. */
function argumentsOf(run: Run, list: SyntaxNode): Arguments {
  const args: Value[] = [];
  const keywords = new Map<string, Value>();
  let complete = true;
  const generator = generatorArgument(run, list);
  if (generator) {
    return { args: [generator], keywords, complete };
  }
  for (const [first, second, third] of groups(children(list))) {
    if (!first) {
      continue;
    }
    if (first.name === '*' || first.name === '**') {
      const value = second ? run.evaluate(second) : unknown('');
      complete = spread(value, args, keywords) && complete;
    } else if (second?.name === 'AssignOp' && third) {
      keywords.set(nodeText(first, run.cell.text), run.evaluate(third));
    } else {
      args.push(second ? unknown(nodeText(list, run.cell.text)) : run.evaluate(first));
    }
  }
  return { args, keywords, complete };
}

function spread(value: Value, args: Value[], keywords: Map<string, Value>): boolean {
  if (value.kind === 'list') {
    args.push(...value.items);
    return true;
  }
  if (value.kind !== 'dict') {
    return false;
  }
  for (const [key, item] of value.entries) {
    if (key.kind === 'string') {
      keywords.set(key.value, item);
    }
  }
  return true;
}
