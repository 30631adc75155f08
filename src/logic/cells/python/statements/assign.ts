import type { SyntaxNode } from '@lezer/common';

import { markKept } from '../expressions/methods';
import type { Run } from '../run';
import { children, groups, nodeText } from '../../syntax/tree';
import { unknown, type Value } from '../values';

/** `a = b = value`, `a: int = value`, `a, b = value` */
export function assign(run: Run, node: SyntaxNode): void {
  const sides = groups(
    children(node).filter(child => child.name !== 'TypeDef'),
    'AssignOp'
  );
  const last = sides.pop();
  if (!last || sides.length === 0) {
    return;
  }
  const value = expressions(run, last);
  for (const side of sides) {
    bindTarget(
      run,
      groups(side).map(group => group[group.length - 1] ?? node),
      value
    );
  }
}

/** Evaluates one expression, or several as a tuple. */
export function expressions(run: Run, nodes: SyntaxNode[]): Value {
  const each = groups(nodes).map(group => group[group.length - 1]);
  const values = each.map(item => (item ? run.evaluate(item) : unknown('')));
  const tuple = nodes.some(node => node.name === ',');
  return !tuple && values[0] ? values[0] : { kind: 'list', items: values };
}

/** `a += value` */
export function update(run: Run, node: SyntaxNode): void {
  const [target, , operand] = children(node);
  const value = operand ? run.evaluate(operand) : unknown('');
  if (target?.name !== 'VariableName') {
    return;
  }
  markKept(run, value);
  const before = run.evaluate(target);
  const name = nodeText(target, run.cell.text);
  run.memory.bind(name, added(before, value) ?? unknown(nodeText(node, run.cell.text)));
}

function added(a: Value, b: Value): Value | null {
  if (a.kind === 'string' && b.kind === 'string') {
    return { kind: 'string', value: a.value + b.value };
  }
  return a.kind === 'list' && b.kind === 'list'
    ? { kind: 'list', items: [...a.items, ...b.items] }
    : null;
}

/** Binds one target, or unpacks the value into several. */
export function bindTarget(run: Run, targets: readonly SyntaxNode[], value: Value): void {
  const [target] = targets;
  if (targets.length > 1) {
    unpack(run, targets, value);
  } else if (target) {
    bindOne(run, target, value);
  }
}

function bindOne(run: Run, target: SyntaxNode, value: Value): void {
  switch (target.name) {
    case 'VariableName':
      bindName(run, nodeText(target, run.cell.text), value);
      break;
    case 'TupleExpression':
    case 'ArrayExpression':
      unpack(run, groups(children(target)).flat(), value);
      break;
    case 'ParenthesizedExpression':
      bindTarget(run, groups(children(target)).flat(), value);
      break;
    case 'MemberExpression':
      bindMember(run, target, value);
      break;
  }
}

/**
 * Only a global name becomes the target of a load, because the kernel cannot be asked about others.
 */
function bindName(run: Run, name: string, value: Value): void {
  run.memory.bind(name, value);
  if (value.kind === 'loaded' && run.memory.isGlobal(name)) {
    value.draft.target ??= name;
  }
}

/** Loaders that return several things return the model first. */
function unpack(run: Run, targets: readonly SyntaxNode[], value: Value): void {
  targets.forEach((target, i) => {
    const expression = nodeText(target, run.cell.text);
    if (value.kind === 'list') {
      bindOne(run, target, value.items[i] ?? unknown(expression));
    } else if (value.kind === 'loaded') {
      bindOne(run, target, i === 0 ? value : { kind: 'object', expression });
    } else {
      bindOne(run, target, unknown(expression));
    }
  });
}

/** `self.model = ...`, `models[key] = ...` */
function bindMember(run: Run, target: SyntaxNode, value: Value): void {
  const [owner, , part] = children(target);
  if (!owner || !part) {
    return;
  }
  const holder = run.evaluate(owner);
  const isAttribute = part.name === 'PropertyName';
  const name = nodeText(part, run.cell.text);
  if (isAttribute && holder.kind === 'instance') {
    run.memory.setField(holder.id, name, value);
    return;
  }
  if (!isAttribute) {
    markKept(run, value);
  }
  if (owner.name === 'VariableName') {
    const changed = isAttribute
      ? withAttribute(holder, name, value)
      : withItem(holder, run.evaluate(part), value);
    if (changed) {
      run.memory.bindWhereKnown(nodeText(owner, run.cell.text), changed);
    }
  }
}

function withItem(holder: Value, key: Value, value: Value): Value | null {
  return holder.kind === 'dict'
    ? { kind: 'dict', entries: [...holder.entries, [key, value]] }
    : null;
}

function withAttribute(holder: Value, name: string, value: Value): Value | null {
  if (holder.kind === 'class') {
    return { ...holder, members: new Map(holder.members).set(name, value) };
  }
  if (holder.kind === 'call') {
    const keywords = new Map(holder.given.keywords).set(name, value);
    return { ...holder, given: { ...holder.given, keywords } };
  }
  return null;
}
