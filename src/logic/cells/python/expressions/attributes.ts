import { choice } from '../memory';
import type { Run } from '../run';
import { unknown, type ClassValue, type Value } from '../values';

/** `receiver.name`; runs no code but the notebook's own properties. */
export function attribute(run: Run, receiver: Value, name: string, expression: string): Value {
  switch (receiver.kind) {
    case 'name':
      return { kind: 'name', path: `${receiver.path}.${name}` };
    case 'call':
      // Configuration objects return the arguments with which they were created.
      return receiver.given.keywords.get(name) ?? { kind: 'attribute', receiver, name };
    case 'instance': {
      const own = run.memory.field(receiver.id, name);
      return own ?? inherited(run, receiver, name, expression);
    }
    case 'class':
      return bound(member(receiver, name), receiver) ?? unknown(expression);
    case 'unknown':
    case 'choice':
      return unknown(expression);
    default:
      return { kind: 'attribute', receiver, name };
  }
}

function inherited(
  run: Run,
  receiver: Extract<Value, { kind: 'instance' }>,
  name: string,
  expression: string
): Value {
  const found = bound(member(receiver.class, name), receiver);
  if (found?.kind === 'function' && found.property) {
    return run.invoke(found, { args: [], keywords: new Map(), complete: true });
  }
  return found ?? { kind: 'attribute', receiver: unknown(expression), name };
}

/**
 * The member of the class or its bases; where a base is imported, the member's dotted name there.
 */
export function member(owner: ClassValue, name: string): Value | null {
  const own = owner.members.get(name);
  if (own) {
    return own;
  }
  const imported: Value[] = [];
  for (const base of owner.bases) {
    const found = base.kind === 'class' ? member(base, name) : null;
    if (found) {
      return found;
    }
    if (base.kind === 'name') {
      imported.push({ kind: 'name', path: `${base.path}.${name}` });
    }
  }
  return imported.length > 0 ? choice(imported, name) : null;
}

function bound(value: Value | null, receiver: Value): Value | null {
  if (value?.kind !== 'function' || value.self || value.binds === 'nothing') {
    return value;
  }
  if (value.binds === 'class') {
    const owner = receiver.kind === 'instance' ? receiver.class : receiver;
    return { ...value, self: owner };
  }
  return receiver.kind === 'instance' ? { ...value, self: receiver } : value;
}
