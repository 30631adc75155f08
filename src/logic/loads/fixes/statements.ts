/** Edits around a call: of its statement, and of what the cell does elsewhere with its result. */
import type { SyntaxNode } from '@lezer/common';

import { parseCell } from '../../cells/syntax/parse';
import type { LoadCall } from '../../types';
import { findCall } from './edits';
import type { TextEdit } from './types';

/** Inserts lines after the statement that contains the call, with the same indentation. */
export function insertAfter(
  source: string,
  call: LoadCall,
  lines: readonly string[]
): TextEdit[] | null {
  const place = statementOf(source, call);
  if (place === null) {
    return null;
  }
  const { end, indentation } = place;
  return [{ from: end, to: end, insert: lines.map(text => `\n${indentation}${text}`).join('') }];
}

/** Wraps the statement in `with head:`; only if it is written on one line. */
export function wrapInWith(source: string, call: LoadCall, head: string): TextEdit[] | null {
  const place = statementOf(source, call);
  if (place === null || source.slice(place.start, place.end).includes('\n')) {
    return null;
  }
  const { start, indentation } = place;
  return [{ from: start, to: start, insert: `with ${head}:\n${indentation}    ` }];
}

/** One `receiver.method(...)`, anywhere in the cell. */
export interface MethodCall {
  from: number;
  to: number;
  /** Offset of the end of the last argument. */
  argumentsEnd: number;
  hasArguments: boolean;
}

export function methodCalls(source: string, receiver: string, method: string): MethodCall[] {
  const { top, shift } = parseCell(source);
  const found: MethodCall[] = [];
  const visit = (node: SyntaxNode): void => {
    const callee = node.name === 'CallExpression' ? node.firstChild : null;
    const list = node.getChild('ArgList');
    const text = callee ? source.slice(callee.from - shift, callee.to - shift) : '';
    if (list && text === `${receiver}.${method}`) {
      const close = list.lastChild;
      const last = close?.prevSibling ?? null;
      found.push({
        from: node.from - shift,
        to: node.to - shift,
        argumentsEnd: (last?.to ?? list.to) - shift,
        hasArguments: last !== null && last.name !== '('
      });
    }
    for (let child = node.firstChild; child; child = child.nextSibling) {
      visit(child);
    }
  };
  visit(top);
  return found;
}

/** The statement's offsets in the cell, and its indentation; null if it shares its line. */
function statementOf(
  source: string,
  call: LoadCall
): { start: number; end: number; indentation: string } | null {
  const found = findCall(source, call);
  if (found === null) {
    return null;
  }
  const start = found.statement.from - found.shift;
  const end = found.statement.to - found.shift;
  const indentation = source.slice(source.lastIndexOf('\n', start - 1) + 1, start);
  const rest = source.slice(end).split('\n', 1)[0] ?? '';
  // Anything else on the same line would end up in the wrong place.
  return indentation.trim() === '' && /^\s*(#.*)?$/.test(rest) ? { start, end, indentation } : null;
}
