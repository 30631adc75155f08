/** Statements: a table of handlers by node name, and a loop that runs them in Python's order. */
import type { SyntaxNode } from '@lezer/common';

import { assign, expressions, update } from './assign';
import { ifStatement, tryStatement, withStatement } from './branches';
import { forLoop } from '../expressions/comprehension';
import { classDefinition, decorated, functionDefinition } from './definitions';
import { importStatement } from './imports';
import { matchStatement } from './match';
import { NEXT, WorkLimitExceeded, under, type Flow, type Run } from '../run';
import { children, groups, nodeText, parts, statements } from '../../syntax/tree';
import { NONE, truth } from '../values';

type Executor = (run: Run, node: SyntaxNode) => Flow | void;

const TABLE: Readonly<Record<string, Executor>> = {
  AssignStatement: assign,
  UpdateStatement: update,
  ExpressionStatement: expressionStatement,
  StatementGroup: (run, node) => run.execute(statements(node)),
  ImportStatement: importStatement,
  FunctionDefinition: functionDefinition,
  ClassDefinition: classDefinition,
  DecoratedStatement: decorated,
  IfStatement: ifStatement,
  ForStatement: forStatement,
  WhileStatement: whileStatement,
  WithStatement: withStatement,
  TryStatement: tryStatement,
  MatchStatement: matchStatement,
  DeleteStatement: deleteStatement,
  ScopeStatement: scopeStatement,
  AssertStatement: (run, node) => {
    parts(node)
      .slice(1)
      .forEach(part => run.evaluate(part));
  },
  ReturnStatement: returnStatement,
  RaiseStatement: () => ({ kind: 'leave', out: 'cell', value: null }),
  BreakStatement: () => ({ kind: 'leave', out: 'loop', value: null }),
  ContinueStatement: () => ({ kind: 'leave', out: 'iteration', value: null })
};

/** Runs statements in order until one leaves the block. */
export function execute(run: Run, body: readonly SyntaxNode[]): Flow {
  for (const statement of body) {
    if (--run.stepsLeft < 0) {
      throw new WorkLimitExceeded();
    }
    const flow = TABLE[statement.name]?.(run, statement) ?? NEXT;
    if (flow.kind === 'leave') {
      return flow;
    }
  }
  return NEXT;
}

/** Calls that end the cell just as `raise` does. */
const EXITS = /^(?:sys\.exit|os\._exit|builtins\.(?:exit|quit))$/;

function expressionStatement(run: Run, node: SyntaxNode): Flow {
  const value = expressions(run, children(node));
  return value.kind === 'call' && EXITS.test(value.callee)
    ? { kind: 'leave', out: 'cell', value: null }
    : NEXT;
}

function returnStatement(run: Run, node: SyntaxNode): Flow {
  const given = children(node).slice(1);
  return {
    kind: 'leave',
    out: 'function',
    value: given.length > 0 ? expressions(run, given) : NONE
  };
}

function forStatement(run: Run, node: SyntaxNode): Flow {
  const inside = children(node).filter(child => child.name !== 'async');
  const at = inside.findIndex(child => child.name === 'in');
  const bodies = inside.filter(child => child.name === 'Body');
  const source = inside[at + 1];
  const [body] = bodies;
  if (!source || !body) {
    return NEXT;
  }
  const targets = groups(inside.slice(1, at)).flat();
  return forLoop(run, targets, source, () => run.execute(statements(body)));
}

function whileStatement(run: Run, node: SyntaxNode): Flow {
  const [, test, body] = children(node);
  if (!test || !body || truth(run.evaluate(test)) === false) {
    return NEXT;
  }
  const loop = run.circumstances.loop === 'kept' ? 'kept' : ('freed-each-time' as const);
  const flow = under(run, { loop, counted: false }, () => run.execute(statements(body)));
  return flow.kind === 'leave' && (flow.out === 'loop' || flow.out === 'iteration') ? NEXT : flow;
}

function deleteStatement(run: Run, node: SyntaxNode): void {
  for (const target of parts(node).slice(1)) {
    if (target.name === 'VariableName') {
      run.memory.unbind(nodeText(target, run.cell.text));
    }
  }
}

/** `global x` inside a function: the name is bound in the notebook. */
function scopeStatement(run: Run, node: SyntaxNode): void {
  const [word, ...names] = parts(node);
  if (word?.name === 'global') {
    names.forEach(name => run.memory.declareGlobal(nodeText(name, run.cell.text)));
  }
}
