/** Statements that decide what runs, or under which circumstances. */
import type { SyntaxNode } from '@lezer/common';

import { bindTarget } from './assign';
import { attribute } from '../expressions/attributes';
import { NEXT, under, type Flow, type Run } from '../run';
import { children, nodeText, parts, statements } from '../../syntax/tree';
import { pathOf, truth, unknown, type Value } from '../values';

/** One branch: whether it is taken (null: the source does not decide), and what it then runs. */
export interface Branch {
  decide: () => boolean | null;
  body: SyntaxNode;
}

export function ifStatement(run: Run, node: SyntaxNode): Flow {
  const branches: Branch[] = [];
  let test: SyntaxNode | null = null;
  for (const child of children(node)) {
    if (child.name === 'Body') {
      const tested = test;
      branches.push({ decide: () => tested === null || truth(run.evaluate(tested)), body: child });
      test = null;
    } else if (!['if', 'elif', 'else'].includes(child.name)) {
      test = child;
    }
  }
  return choose(run, branches);
}

/** Runs the first branch that is taken; where that is undecided, every branch that may be. */
export function choose(run: Run, branches: readonly Branch[]): Flow {
  const [branch, ...others] = branches;
  if (!branch) {
    return NEXT;
  }
  const decided = branch.decide();
  if (decided === true) {
    return run.execute(statements(branch.body));
  }
  if (decided === false) {
    return choose(run, others);
  }
  return fork(
    run,
    () => run.execute(statements(branch.body)),
    () => choose(run, others)
  );
}

/** Runs both ways from the same state; afterwards, either may have happened. */
function fork(run: Run, yes: () => Flow, no: () => Flow): Flow {
  return under(run, { conditional: true }, () => {
    const before = run.memory.save();
    const first = yes();
    const after = run.memory.save();
    run.memory.restore(before);
    const second = no();
    if (first.kind === 'leave' && second.kind === 'leave') {
      return bothLeave(first, second);
    }
    if (second.kind === 'leave') {
      run.memory.restore(after);
      run.pending.push(second);
    } else if (first.kind === 'leave') {
      run.pending.push(first);
    } else {
      run.memory.merge(after);
    }
    return NEXT;
  });
}

/** When both branches leave, the first one that does not end the cell stands for both. */
function bothLeave(a: Extract<Flow, { kind: 'leave' }>, b: Extract<Flow, { kind: 'leave' }>): Flow {
  return a.out === 'cell' ? b : a;
}

/** `except` runs only if the body fails; `finally` always runs. */
export function tryStatement(run: Run, node: SyntaxNode): Flow {
  let word = 'try';
  let flow: Flow = NEXT;
  for (const child of children(node)) {
    if (child.name === 'Body') {
      const next = section(run, word, statements(child), flow);
      flow = next.kind === 'leave' ? next : flow;
    } else if (['try', 'except', 'else', 'finally'].includes(child.name)) {
      word = child.name;
    }
  }
  return flow.kind === 'leave' && flow.out === 'cell' ? NEXT : flow;
}

function section(run: Run, word: string, body: readonly SyntaxNode[], flow: Flow): Flow {
  if (word === 'except') {
    const before = run.memory.save();
    under(run, { conditional: true }, () => run.execute(body));
    const after = run.memory.save();
    run.memory.restore(before);
    run.memory.addMissing(after);
    return NEXT;
  }
  return word === 'else' && flow.kind === 'leave' ? NEXT : run.execute(body);
}

export function withStatement(run: Run, node: SyntaxNode): Flow {
  let meta = run.circumstances.meta;
  let context: Value = unknown('');
  let named = false;
  for (const child of parts(node)) {
    if (child.name === 'Body') {
      return under(run, { meta }, () => run.execute(statements(child)));
    }
    if (child.name === 'as') {
      named = true;
    } else if (named) {
      bindTarget(run, [child], entered(context, nodeText(child, run.cell.text)));
      named = false;
    } else if (child.name !== 'with' && child.name !== 'async') {
      const manager = run.evaluate(child);
      meta ||= isMeta(manager);
      context = enter(run, manager, child);
    }
  }
  return NEXT;
}

/** Runs `__enter__` of the notebook's own classes, which gives the value for `as`. */
function enter(run: Run, manager: Value, node: SyntaxNode): Value {
  const method =
    manager.kind === 'instance' ? attribute(run, manager, '__enter__', '__enter__') : null;
  if (method?.kind !== 'function') {
    return manager;
  }
  const { call, site } = run;
  run.call = { cell: run.cell, call: node, callee: node, list: null };
  run.site = run.cell === run.target || !site ? run.call : site;
  try {
    return run.invoke(method, { args: [], keywords: new Map(), complete: true });
  } finally {
    run.call = call;
    run.site = site;
  }
}

/** What `as` binds: what entering the context gave, or an unknown value under the target's name. */
function entered(context: Value, expression: string): Value {
  return context.kind === 'unknown' ? unknown(expression) : context;
}

const META = /(?:^|\.)(?:init_empty_weights|no_init_weights|FakeTensorMode|init_on_meta_device)$/;

function isMeta(context: Value): boolean {
  if (context.kind !== 'call') {
    return false;
  }
  const [device] = context.given.args;
  const onMeta =
    /(?:^|\.)(?:torch\.device|init_on_device)$/.test(context.callee) &&
    ((device?.kind === 'string' && device.value === 'meta') ||
      (device !== undefined && isMeta(device)));
  return onMeta || (META.test(context.callee) && pathOf(context) !== null);
}
