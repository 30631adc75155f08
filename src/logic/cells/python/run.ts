import type { SyntaxNode } from '@lezer/common';

import type { SourceRange } from '../../types/load';
import type { Memory } from './memory';
import type { ParsedCell } from '../syntax/parse';
import type { ShellLine } from '../syntax/ipython';
import type { Arguments, Draft, FunctionValue, ClassValue, Value } from './values';

/** Thrown when a cell asks for more work than reading may cost. */
export class TooMuch extends Error {}

/** Circumstances under which a piece of source runs. */
export interface Circumstances {
  /** An open condition decides whether it runs. */
  conditional: boolean;
  loop: 'none' | 'freed-each-time' | 'kept';
  /** Every loop around it is walked turn by turn. */
  counted: boolean;
  /** Nothing is allocated: `with torch.device("meta")`. */
  meta: boolean;
}

/** Where a call stands: offsets within the parsed text. */
export interface Site {
  cell: ParsedCell;
  call: SourceRange;
  callee: SourceRange;
  /** The arguments as they stand there; null for a shell line. */
  list: SyntaxNode | null;
}

/** What recognises load calls; the interpreter itself knows no library. */
export interface Recognizer {
  /** `receiver`: what the object was made with on which a method is called. */
  call(run: Run, path: string, given: Arguments, receiver: Arguments | null): Value | null;
  shell(run: Run, line: ShellLine): void;
  /** The module among these that has a loader for this name. */
  star(modules: readonly string[], name: string): string | null;
}

/** One walk through a cell: the state that evaluating and executing share. */
export interface Run {
  memory: Memory;
  /** The cell whose source is being walked; another one inside its functions. */
  cell: ParsedCell;
  /** The cell that is to be run; null while earlier ones are caught up with. */
  target: ParsedCell | null;
  /** The innermost call that stands in the cell to be run. */
  site: Site | null;
  /** The innermost call, wherever it stands. */
  call: Site | null;
  /** Where each call stands that led here: two calls of a helper are two loads. */
  trail: string;
  circumstances: Circumstances;
  found: Draft[];
  /** Functions being executed, innermost last. */
  stack: readonly FunctionValue[];
  /** Ways out of the current function that an open branch may have taken. */
  pending: Flow[];
  stepsLeft: number;
  recognizer: Recognizer;
  evaluate(node: SyntaxNode): Value;
  execute(body: readonly SyntaxNode[]): Flow;
  apply(callee: Value, given: Arguments, expression: string): Value;
  invoke(callee: FunctionValue, given: Arguments): Value;
  instantiate(callee: ClassValue, given: Arguments): Value;
}

/** How a statement leaves: on to the next, or out of the block. */
export type Flow =
  | { kind: 'next' }
  | { kind: 'leave'; out: 'turn' | 'loop' | 'function' | 'cell'; value: Value | null };

export const NEXT: Flow = { kind: 'next' };

/** Runs something under other circumstances. */
export function under<T>(run: Run, changed: Partial<Circumstances>, action: () => T): T {
  const before = run.circumstances;
  run.circumstances = { ...before, ...changed };
  try {
    return action();
  } finally {
    run.circumstances = before;
  }
}
