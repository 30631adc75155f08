/** Calls of the notebook's own functions and classes. */
import { member } from './attributes';
import { parametersOf } from '../statements/definitions';
import { choice } from '../memory';
import type { Run } from '../run';
import { children, nodeText, statements } from '../../syntax/tree';
import {
  NONE,
  text,
  unknown,
  type Arguments,
  type ClassValue,
  type FunctionValue,
  type Value
} from '../values';

const DEPTH = 12;

export function invoke(run: Run, callee: FunctionValue, given: Arguments): Value {
  const recursive = run.stack.some(outer => outer.node === callee.node);
  if (recursive || run.stack.length >= DEPTH) {
    return unknown(callee.name);
  }
  const { cell, stack, pending } = run;
  const frame = run.memory.frame;
  const names = bindParameters(callee, given);
  run.memory.frame = { names, outer: callee.outer, globals: new Set() };
  run.cell = callee.cell;
  run.stack = [...stack, callee];
  run.pending = [];
  try {
    return result(run, callee);
  } finally {
    run.memory.frame = frame;
    run.cell = cell;
    run.stack = stack;
    run.pending = pending;
  }
}

function result(run: Run, callee: FunctionValue): Value {
  if (callee.node.name === 'LambdaExpression') {
    const body = children(callee.node).pop();
    return body ? run.evaluate(body) : NONE;
  }
  const body = callee.node.getChild('Body');
  const flow = body ? run.execute(statements(body)) : null;
  const last = flow?.kind === 'leave' && flow.value ? [flow.value] : [];
  const early = run.pending.flatMap(leave =>
    leave.kind === 'leave' && leave.value ? [leave.value] : []
  );
  const values = [...last, ...early];
  return values.length > 0 ? choice(values, callee.name) : NONE;
}

function bindParameters(callee: FunctionValue, given: Arguments): Map<string, Value> {
  const names = new Map<string, Value>();
  const list = callee.node.getChild('ParamList');
  const args = callee.self ? [callee.self, ...given.args] : [...given.args];
  const rest = new Map(given.keywords);
  for (const parameter of list ? parametersOf(list) : []) {
    const name = nodeText(parameter.name, callee.cell.text);
    if (parameter.stars === '*') {
      names.set(name, { kind: 'list', items: args.splice(0) });
    } else if (parameter.stars === '**') {
      const entries = [...rest].map(([k, v]) => [text(k), v] as const);
      names.set(name, { kind: 'dict', entries });
    } else {
      const positional = parameter.keywordOnly ? undefined : args.shift();
      names.set(name, positional ?? rest.get(name) ?? fallback(callee, name));
      rest.delete(name);
    }
  }
  return names;
}

function fallback(callee: FunctionValue, name: string): Value {
  return callee.defaults.get(name) ?? { kind: 'object', expression: name };
}

/** Runs the constructor; without one in the notebook, the arguments become fields. */
export function instantiate(run: Run, callee: ClassValue, given: Arguments): Value {
  const id = run.memory.create();
  const instance: Value = { kind: 'instance', id, class: callee };
  const constructor = member(callee, '__init__');
  if (constructor?.kind === 'function') {
    run.invoke({ ...constructor, self: instance }, given);
  } else {
    setFields(run, id, callee, given);
  }
  const after = member(callee, '__post_init__');
  if (after?.kind === 'function') {
    run.invoke({ ...after, self: instance }, { ...given, args: [], keywords: new Map() });
  }
  return instance;
}

/** A dataclass: keyword and positional arguments become fields. */
function setFields(run: Run, id: number, callee: ClassValue, given: Arguments): void {
  const fields = [...callee.members].filter(([, value]) => value.kind !== 'function');
  given.args.forEach((value, i) => {
    const name = fields[i]?.[0];
    if (name !== undefined) {
      run.memory.setField(id, name, value);
    }
  });
  for (const [name, value] of given.keywords) {
    run.memory.setField(id, name, value);
  }
}
