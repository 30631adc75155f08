import type { SyntaxNode } from '@lezer/common';

import type { SourceRange } from '../../types/load';
import type { Memory } from './memory';
import type { ParsedCell } from '../syntax/parse';
import type { ShellLine } from '../syntax/ipython';
import type { Arguments, Draft, FunctionValue, ClassValue, Value } from './values';

/** Thrown when reading a cell takes more work than it may cost. */
export class WorkLimitExceeded extends Error {}

/** The circumstances under which a piece of source runs. */
export interface Circumstances {
  /** Whether it runs depends on a condition that the source does not decide. */
  conditional: boolean;
  loop: 'none' | 'freed-each-time' | 'kept';
  /** Every enclosing loop is walked iteration by iteration, so the number of runs is known. */
  counted: boolean;
  /** Nothing is allocated, as under `with torch.device("meta")`. */
  meta: boolean;
}

/** The position of a call, as offsets within the parsed text. */
export interface Site {
  cell: ParsedCell;
  call: SourceRange;
  callee: SourceRange;
  /** The argument list in the source; null for a shell line. */
  list: SyntaxNode | null;
}

/** Recognises load calls; the interpreter itself knows nothing about libraries. */
export interface Recognizer {
  /** `receiver`: for a method call, the arguments with which its object was created. */
  call(run: Run, path: string, given: Arguments, receiver: Arguments | null): Value | null;
  shell(run: Run, line: ShellLine): void;
  /** The first of these modules that has a loader of this name. */
  starImport(modules: readonly string[], name: string): string | null;
}

/** One walk through a cell: the state shared by evaluating expressions and executing statements. */
export interface Run {
  memory: Memory;
  /**
   * The cell whose source is being walked; inside a function, the cell that defines the function.
   */
  cell: ParsedCell;
  /** The cell that this walk is for. */
  target: ParsedCell;
  /** The innermost call whose source is in `target`. */
  site: Site | null;
  /** The innermost call, in whichever cell its source is. */
  call: Site | null;
  /** The positions of the calls that led here: calling a helper twice makes two loads. */
  trail: string;
  circumstances: Circumstances;
  found: Draft[];
  /** Functions being executed, innermost last. */
  stack: readonly FunctionValue[];
  /**
   * Exits from the current function that a branch may have taken, where the source does not decide.
   */
  pending: Flow[];
  stepsLeft: number;
  recognizer: Recognizer;
  evaluate(node: SyntaxNode): Value;
  execute(body: readonly SyntaxNode[]): Flow;
  apply(callee: Value, given: Arguments, expression: string): Value;
  invoke(callee: FunctionValue, given: Arguments): Value;
  instantiate(callee: ClassValue, given: Arguments): Value;
}

/** How a statement ends: execution continues with the next one, or leaves the block. */
export type Flow =
  | { kind: 'next' }
  | { kind: 'leave'; out: 'iteration' | 'loop' | 'function' | 'cell'; value: Value | null };

export const NEXT: Flow = { kind: 'next' };

/** Runs `action` under changed circumstances. */
export function under<T>(run: Run, changed: Partial<Circumstances>, action: () => T): T {
  const before = run.circumstances;
  run.circumstances = { ...before, ...changed };
  try {
    return action();
  } finally {
    run.circumstances = before;
  }
}
