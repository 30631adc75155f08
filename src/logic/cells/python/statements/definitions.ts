/** `def` binds a name without running its body; `class` runs its body to collect the members. */
import type { SyntaxNode } from '@lezer/common';

import type { Run } from '../run';
import { children, groups, nodeText, statements } from '../../syntax/tree';
import { type FunctionValue, type Value } from '../values';

export function functionDefinition(run: Run, node: SyntaxNode): void {
  bindFunction(run, node, []);
}

export function classDefinition(run: Run, node: SyntaxNode): void {
  const name = nameOf(run, node);
  const list = node.getChild('ArgList');
  const bases = list
    ? groups(children(list))
        .filter(group => group.length === 1)
        .map(([base]) => run.evaluate(base ?? list))
    : [];
  const body = node.getChild('Body');
  const outer = run.memory.frame;
  const members = new Map<string, Value>();
  run.memory.frame = { names: members, outer };
  if (body) {
    run.execute(statements(body));
  }
  run.memory.frame = outer;
  run.memory.bind(name, { kind: 'class', name, bases, members });
}

/**
 * Only decorators such as `@property` and `@classmethod` matter here: most others return something
 * that is called like the function itself.
 */
export function decorated(run: Run, node: SyntaxNode): void {
  const names = children(node)
    .filter(child => child.name === 'Decorator')
    .map(child => nodeText(child, run.cell.text));
  const inner = children(node).pop();
  if (inner?.name === 'FunctionDefinition') {
    bindFunction(run, inner, names);
  } else if (inner) {
    classDefinition(run, inner);
  }
}

function bindFunction(run: Run, node: SyntaxNode, decorators: readonly string[]): void {
  const has = (pattern: RegExp): boolean => decorators.some(d => pattern.test(d));
  const value: FunctionValue = {
    kind: 'function',
    name: nameOf(run, node),
    node,
    cell: run.cell,
    outer: run.memory.frame,
    defaults: defaultsOf(run, node),
    self: null,
    binds: has(/^@staticmethod\b/) ? 'nothing' : has(/^@classmethod\b/) ? 'class' : 'instance',
    property: has(/^@(?:\w+\.)?(?:property|cached_property)\b/)
  };
  run.memory.bind(value.name, value);
}

function nameOf(run: Run, node: SyntaxNode): string {
  const name = node.getChild('VariableName');
  return name ? nodeText(name, run.cell.text) : '';
}

/** Defaults are evaluated where the function is defined. */
function defaultsOf(run: Run, node: SyntaxNode): Map<string, Value> {
  const list = node.getChild('ParamList');
  const defaults = new Map<string, Value>();
  for (const parameter of list ? parametersOf(list) : []) {
    if (parameter.fallback) {
      const name = nodeText(parameter.name, run.cell.text);
      defaults.set(name, run.evaluate(parameter.fallback));
    }
  }
  return defaults;
}

export interface Parameter {
  name: SyntaxNode;
  stars: '' | '*' | '**';
  fallback: SyntaxNode | null;
  keywordOnly: boolean;
}

export function parametersOf(list: SyntaxNode): Parameter[] {
  let keywordOnly = false;
  const result: Parameter[] = [];
  for (const group of groups(children(list))) {
    const name = group.find(child => child.name === 'VariableName');
    const stars = group[0]?.name === '*' || group[0]?.name === '**' ? group[0].name : '';
    const at = group.findIndex(child => child.name === 'AssignOp');
    if (name) {
      const fallback = at < 0 ? null : (group[at + 1] ?? null);
      result.push({ name, stars, fallback, keywordOnly });
    }
    keywordOnly ||= stars === '*';
  }
  return result;
}
