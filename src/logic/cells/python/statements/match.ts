/** `match`: the first case whose pattern fits what is known about the subject. */
import type { SyntaxNode } from '@lezer/common';

import { expressions } from './assign';
import { choose, type Branch } from './branches';
import type { Flow, Run } from '../run';
import { children, nodeText, parts } from '../../syntax/tree';
import { same, truth, unknown, type Value } from '../values';

export function matchStatement(run: Run, node: SyntaxNode): Flow {
  const inside = children(node);
  const body = inside.find(child => child.name === 'MatchBody');
  const clauses = body ? children(body).filter(child => child.name === 'MatchClause') : [];
  const subject = expressions(
    run,
    inside.slice(1).filter(child => child !== body)
  );
  return choose(
    run,
    clauses.flatMap(clause => branchOf(run, subject, clause) ?? [])
  );
}

function branchOf(run: Run, subject: Value, clause: SyntaxNode): Branch | null {
  const body = clause.getChild('Body');
  const pattern = parts(clause)[1];
  if (!body || !pattern) {
    return null;
  }
  return {
    decide: () => {
      forget(run, pattern);
      return both(fits(run, pattern, subject), guard(run, clause));
    },
    body
  };
}

/** null when the source does not decide. */
function fits(run: Run, pattern: SyntaxNode, subject: Value): boolean | null {
  const inside = parts(pattern);
  const [first] = inside;
  switch (pattern.name) {
    case 'CapturePattern':
      capture(run, pattern, subject);
      return true;
    case 'LiteralPattern':
      return first && inside.length === 1 ? same(subject, run.evaluate(first)) : null;
    case 'OrPattern': {
      const options = inside.filter(child => child.name.endsWith('Pattern'));
      const answers = options.map(option => fits(run, option, subject));
      return answers.includes(true) ? true : answers.includes(null) ? null : false;
    }
    default:
      return null;
  }
}

function guard(run: Run, clause: SyntaxNode): boolean | null {
  const test = clause.getChild('Guard')?.lastChild;
  return test ? truth(run.evaluate(test)) : true;
}

const both = (a: boolean | null, b: boolean | null): boolean | null =>
  a === false || b === false ? false : a === null || b === null ? null : true;

/** A name that a pattern binds no longer has its earlier value. */
function forget(run: Run, pattern: SyntaxNode): void {
  if (pattern.name === 'CapturePattern') {
    capture(run, pattern, unknown(nodeText(pattern, run.cell.text)));
  }
  children(pattern).forEach(child => forget(run, child));
}

function capture(run: Run, pattern: SyntaxNode, value: Value): void {
  const name = nodeText(pattern, run.cell.text);
  if (name !== '_') {
    run.memory.bind(name, value);
  }
}
