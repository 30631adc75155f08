/** Edits of a call in its cell. `null` where the call is not found as expected in the source. */
import type { SyntaxNode } from '@lezer/common';

import { parseCell } from '../../cells/syntax/parse';
import type { LoadCall } from '../../types';
import type { TextEdit } from './types';

export interface CallText {
  source: string;
  /** The argument list, parentheses included. */
  list: SyntaxNode;
  /** The statement that contains the call. */
  statement: SyntaxNode;
  /** Offsets of the nodes exceed those in the cell by this. */
  shift: number;
}

/** Sets `name=text`: replaces the present value, or adds the keyword after the last argument. */
export function setKeyword(
  source: string,
  call: LoadCall,
  name: string,
  text: string
): TextEdit[] | null {
  const found = findCall(source, call);
  if (found === null) {
    return null;
  }
  const value = valueOf(found, name);
  if (value !== null) {
    return [edit(found, value.from, value.to, text)];
  }
  const last = lastArgument(found.list);
  return last === null
    ? [edit(found, found.list.from + 1, found.list.from + 1, `${name}=${text}`)]
    : [edit(found, last.to, last.to, `,${gapBefore(found, last)}${name}=${text}`)];
}

/** Removes `name=...` and the comma before it, or else the one after it. */
export function removeKeyword(source: string, call: LoadCall, name: string): TextEdit[] | null {
  const found = findCall(source, call);
  const value = found && valueOf(found, name);
  const label = value?.prevSibling?.prevSibling;
  if (!found || !value || !label) {
    return null;
  }
  const before = label.prevSibling;
  if (before?.name === ',') {
    return [edit(found, before.from, value.to, '')];
  }
  const after = value.nextSibling;
  const end = after?.name === ',' ? (after.nextSibling?.from ?? after.to) : value.to;
  return [edit(found, label.from, end, '')];
}

/** Removes `.method(...)` from the chain of calls that follows the call. */
export function removeChained(source: string, call: LoadCall, method: string): TextEdit[] | null {
  const found = findCall(source, call);
  for (let at = found?.list.parent ?? null; found && at; at = at.parent) {
    const member = at.parent;
    const outer = member?.parent;
    if (member?.name !== 'MemberExpression' || outer?.name !== 'CallExpression') {
      return null;
    }
    if (textOf(found, member.lastChild) === method) {
      return [edit(found, at.to, outer.to, '')];
    }
    at = member;
  }
  return null;
}

/** Inserts lines before the statement that contains the call, with the same indentation. */
export function insertBefore(
  source: string,
  call: LoadCall,
  lines: readonly string[]
): TextEdit[] | null {
  const found = findCall(source, call);
  if (found === null) {
    return null;
  }
  const at = found.statement.from - found.shift;
  const line = source.slice(source.lastIndexOf('\n', at - 1) + 1, at);
  // After a semicolon or a colon, the statement has no line of its own whose indentation applies.
  return line.trim() === ''
    ? [{ from: at, to: at, insert: lines.map(text => `${text}\n${line}`).join('') }]
    : null;
}

/** The call in its cell; `null` where it is not found as expected in the source. */
export function findCall(source: string, call: LoadCall): CallText | null {
  const { top, shift } = parseCell(source);
  const { from, to } = call.calleeRange;
  for (let node: SyntaxNode | null = top.resolveInner(from + shift, 1); node; node = node.parent) {
    const callee = node.firstChild;
    const list = node.getChild('ArgList');
    if (
      node.name === 'CallExpression' &&
      callee?.from === from + shift &&
      callee.to === to + shift &&
      list
    ) {
      return { source, list, statement: statementOf(node), shift };
    }
  }
  return null;
}

function statementOf(node: SyntaxNode): SyntaxNode {
  let at = node;
  while (at.parent && at.parent.name !== 'Script' && at.parent.name !== 'Body') {
    at = at.parent;
  }
  return at;
}

/** The value of a keyword argument, which follows its name and `=`. */
function valueOf({ source, list, shift }: CallText, name: string): SyntaxNode | null {
  for (let node = list.firstChild; node; node = node.nextSibling) {
    const next = node.nextSibling;
    const isLabel = node.name === 'VariableName' && next?.name === 'AssignOp';
    if (isLabel && source.slice(node.from - shift, node.to - shift) === name) {
      return next?.nextSibling ?? null;
    }
  }
  return null;
}

function lastArgument(list: SyntaxNode): SyntaxNode | null {
  let last: SyntaxNode | null = null;
  for (let node = list.firstChild; node; node = node.nextSibling) {
    if (!['(', ')', ',', 'Comment'].includes(node.name)) {
      last = node;
    }
  }
  return last;
}

/** A line break where each argument of the call has its own line, else a space. */
function gapBefore({ source, shift }: CallText, last: SyntaxNode): string {
  const at = last.from - shift;
  const head = source.slice(source.lastIndexOf('\n', at - 1) + 1, at);
  const indentation = /^\s*/.exec(head)?.[0] ?? '';
  const ownLine = /^\s+[\w*.]*\s*=?\s*$/.test(head);
  return ownLine ? `\n${indentation}` : ' ';
}

export const textOf = ({ source, shift }: CallText, node: SyntaxNode | null): string =>
  node === null ? '' : source.slice(node.from - shift, node.to - shift);

const edit = ({ shift }: CallText, from: number, to: number, insert: string): TextEdit => ({
  from: from - shift,
  to: to - shift,
  insert
});
