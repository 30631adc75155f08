/** Expressions: from a syntax node to its value. Throws nothing but `WorkLimitExceeded`. */
import type { SyntaxNode } from '@lezer/common';

import { bindTarget } from '../statements/assign';
import { attribute } from './attributes';
import { call } from './callExpression';
import { comprehension } from './comprehension';
import { numberValue, quoteMarks, stringValue, unescaped } from './literals';
import { choice } from '../memory';
import { binary, negated, slice, subscript } from './operators';
import { WorkLimitExceeded, under, type Run } from '../run';
import { children, groups, nodeText, parts } from '../../syntax/tree';
import { NONE, text, truth, unknown, type Value } from '../values';

type Evaluator = (run: Run, node: SyntaxNode) => Value;

const BUILTINS = new Set(
  (
    'str int float bool list tuple dict set len range print open getattr map ' +
    'zip enumerate sorted reversed super isinstance next iter min max sum any ' +
    'all vars globals locals hasattr setattr type object exec eval input repr get_ipython exit quit'
  ).split(' ')
);

const TABLE: Readonly<Record<string, Evaluator>> = {
  String: (run, node) => text(stringValue(nodeText(node, run.cell.text))),
  FormatString: formatString,
  ContinuedString: (run, node) => joined(run, node, parts(node)),
  Number: (run, node) => {
    const line = run.cell.shell.get(node.from);
    if (line) {
      run.recognizer.shell(run, line);
      return unknownNode(run, node);
    }
    const value = numberValue(nodeText(node, run.cell.text));
    return value === null ? unknownNode(run, node) : { kind: 'number', value };
  },
  Boolean: (run, node) => ({
    kind: 'boolean',
    value: nodeText(node, run.cell.text) === 'True'
  }),
  None: () => NONE,
  VariableName: variable,
  MemberExpression: member,
  CallExpression: call,
  ParenthesizedExpression: (run, node) => inner(run, node),
  AwaitExpression: (run, node) => inner(run, node),
  NamedExpression: named,
  TupleExpression: sequence,
  ArrayExpression: sequence,
  SetExpression: sequence,
  DictionaryExpression: dictionary,
  BinaryExpression: binary,
  UnaryExpression: negated,
  ConditionalExpression: conditional,
  LambdaExpression: lambda,
  ArrayComprehensionExpression: comprehension,
  SetComprehensionExpression: comprehension,
  ComprehensionExpression: comprehension,
  DictionaryComprehensionExpression: comprehension,
  YieldExpression: (run, node) => {
    parts(node).forEach(part => run.evaluate(part));
    return unknownNode(run, node);
  }
};

export function evaluate(run: Run, node: SyntaxNode): Value {
  if (--run.stepsLeft < 0) {
    throw new WorkLimitExceeded();
  }
  return TABLE[node.name]?.(run, node) ?? unknownNode(run, node);
}

function unknownNode(run: Run, node: SyntaxNode): Value {
  return unknown(nodeText(node, run.cell.text));
}

function inner(run: Run, node: SyntaxNode): Value {
  const last = parts(node).pop();
  return last ? run.evaluate(last) : NONE;
}

function variable(run: Run, node: SyntaxNode): Value {
  const name = nodeText(node, run.cell.text);
  const value = run.memory.lookUp(name);
  if (value) {
    return value;
  }
  const star = run.recognizer.starImport(run.memory.starImports, name);
  if (star !== null) {
    return { kind: 'name', path: `${star}.${name}` };
  }
  if (name === '__name__') {
    return text('__main__');
  }
  return BUILTINS.has(name) ? { kind: 'name', path: `builtins.${name}` } : unknown(name);
}

function member(run: Run, node: SyntaxNode): Value {
  const [object, ...rest] = children(node);
  if (!object) {
    return unknownNode(run, node);
  }
  const receiver = run.evaluate(object);
  const property = rest.find(child => child.name === 'PropertyName');
  const expression = nodeText(node, run.cell.text);
  if (property) {
    return attribute(run, receiver, nodeText(property, run.cell.text), expression);
  }
  return subscripted(run, receiver, rest, expression);
}

/**
 * `x[i]`, `x[a:b]`. Whatever is between the brackets is always evaluated, as it may load something.
 */
function subscripted(
  run: Run,
  receiver: Value,
  inside: readonly SyntaxNode[],
  expression: string
): Value {
  const brackets = inside.filter(child => !/^[[\]]$/.test(child.name));
  const values = brackets.map(child => (isMark(child) ? child.name : run.evaluate(child)));
  const [index] = values;
  if (values.includes(':')) {
    return slice(receiver, values) ?? unknown(expression);
  }
  return values.length === 1 && index !== undefined && typeof index !== 'string'
    ? subscript(receiver, index, expression)
    : unknown(expression);
}

const isMark = (node: SyntaxNode): boolean => node.name === ',' || node.name === ':';

function named(run: Run, node: SyntaxNode): Value {
  const [target, , expression] = children(node);
  const value = expression ? run.evaluate(expression) : unknownNode(run, node);
  if (target) {
    bindTarget(run, [target], value);
  }
  return value;
}

function sequence(run: Run, node: SyntaxNode): Value {
  const items: Value[] = [];
  for (const group of groups(children(node))) {
    const [first, second] = group;
    const value = run.evaluate(second ?? first ?? node);
    if (first?.name !== '*') {
      items.push(value);
    } else if (value.kind === 'list') {
      items.push(...value.items);
    } else {
      return unknownNode(run, node);
    }
  }
  return { kind: 'list', items };
}

function dictionary(run: Run, node: SyntaxNode): Value {
  const entries: (readonly [Value, Value])[] = [];
  const inside = children(node).filter(child => !/^[{}]$/.test(child.name));
  for (const [first, second, third] of groups(inside)) {
    if (first?.name === '**' && second) {
      const more = run.evaluate(second);
      if (more.kind !== 'dict') {
        return unknownNode(run, node);
      }
      entries.push(...more.entries);
    } else if (first && second && !third) {
      entries.push([run.evaluate(first), run.evaluate(second)]);
    }
  }
  return { kind: 'dict', entries };
}

function conditional(run: Run, node: SyntaxNode): Value {
  const [yes, test, no] = parts(node).filter(child => child.name !== 'if' && child.name !== 'else');
  if (!yes || !test || !no) {
    return unknownNode(run, node);
  }
  const decided = truth(run.evaluate(test));
  if (decided !== null) {
    return run.evaluate(decided ? yes : no);
  }
  return under(run, { conditional: true }, () =>
    choice([run.evaluate(yes), run.evaluate(no)], nodeText(node, run.cell.text))
  );
}

function lambda(run: Run, node: SyntaxNode): Value {
  return {
    kind: 'function',
    name: 'lambda',
    node,
    cell: run.cell,
    outer: run.memory.frame,
    defaults: new Map(),
    self: null,
    binds: 'nothing',
    property: false
  };
}

function joined(run: Run, node: SyntaxNode, pieces: readonly SyntaxNode[]): Value {
  let result = '';
  for (const piece of pieces) {
    const value = run.evaluate(piece);
    if (value.kind !== 'string') {
      return unknownNode(run, node);
    }
    result += value.value;
  }
  return text(result);
}

function formatString(run: Run, node: SyntaxNode): Value {
  const literal = nodeText(node, run.cell.text);
  const marks = quoteMarks(literal);
  const plain = (from: number, to: number): string => {
    const piece = literal.slice(from, to).replace(/\{\{|\}\}/g, m => m.charAt(0));
    return marks.raw ? piece : unescaped(piece);
  };
  let result = '';
  let at = marks.from;
  let known = true;
  for (const field of children(node)) {
    if (field.name !== 'FormatReplacement') {
      continue;
    }
    const value = replacement(run, field);
    known &&= value !== null;
    result += plain(at, field.from - node.from) + (value ?? '');
    at = field.to - node.from;
  }
  return known ? text(result + plain(at, marks.to)) : unknownNode(run, node);
}

function replacement(run: Run, field: SyntaxNode): string | null {
  const [expression, ...rest] = parts(field);
  const value = expression ? run.evaluate(expression) : NONE;
  const formatted = rest.some(child => child.name !== 'FormatConversion');
  if (formatted || (value.kind !== 'string' && value.kind !== 'number')) {
    return null;
  }
  return String(value.value);
}
