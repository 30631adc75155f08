import type { SyntaxNode, Tree } from '@lezer/common';
import { parser } from '@lezer/python';

import { withoutIPython, type ShellLine } from './ipython';

/** One parsed cell, shared by every run that meets the same text. */
export interface ParsedCell {
  /** The text that was parsed; its offsets exceed those in the cell by `shift`. */
  text: string;
  top: SyntaxNode;
  shift: number;
  /** Shell lines, by the offset in `text` of the `0` that stands in for the line. */
  shell: ReadonlyMap<number, ShellLine>;
  /** Python would reject the cell, so nothing in it runs. */
  broken: boolean;
}

/** IPython removes the common indentation of a cell; here the cell is put into a block instead. */
const BLOCK = 'if 1:\n';

export function parseCell(source: string): ParsedCell {
  const plain = withoutIPython(source.replace(/\r\n/g, ' \n').replace(/\r/g, '\n'));
  const indented = /^(?:[ \t]*(?:#[^\n]*)?\n)*[ \t]+[^\s#]/.test(plain.text);
  const text = indented ? BLOCK + plain.text : plain.text;
  const shift = text.length - plain.text.length;
  const shell = new Map(plain.shell.map(line => [line.at + shift, line]));
  const read = (code: string): ParsedCell => {
    const tree = parser.parse(code);
    const broken = isBroken(tree, code);
    return { text: code, top: tree.topNode, shift, shell, broken };
  };
  const first = read(text);
  const second = first.broken ? inPlainForm(text) : text;
  return second === text ? first : read(second);
}

/**
 * Rewrites valid Python that the grammar does not accept: `2.`, `1.e-3`, a backslash before a
 * blank line. Used only where parsing failed, because it changes string contents too.
 */
function inPlainForm(text: string): string {
  return text
    .replace(/(?<![\w.])(\d[\d_]*)\.(?=[eE][-+]?\d|[^\w.]|$)/gm, '$1_')
    .replace(/\\(?=\n[ \t]*\n)/g, ' ');
}

function isBroken(tree: Tree, text: string): boolean {
  let broken = false;
  tree.iterate({
    enter: node => {
      broken ||= node.type.isError
        ? !tolerated(node.node)
        : REFUSED[node.name]?.(text.slice(node.from, node.to)) === true;
      return !broken;
    }
  });
  return broken;
}

/** What the grammar accepts but Python 3 does not. */
const REFUSED: Readonly<Record<string, (text: string) => boolean>> = {
  PrintStatement: () => true,
  String: isOpen,
  FormatString: isOpen
};

function isOpen(literal: string): boolean {
  const quote = /^[A-Za-z]*('''|"""|'|")/.exec(literal);
  const [start = '', mark = ''] = quote ?? [];
  return !literal.endsWith(mark) || literal.length < start.length + mark.length;
}

/** Valid Python that the grammar does not accept: `with (a as b, c as d):`, `lambda *, k: k`. */
function tolerated(node: SyntaxNode): boolean {
  for (let at = node.parent; at; at = at.parent) {
    if (at.name === 'Body' || at.name === 'Script') {
      return false;
    }
    if (at.name === 'WithStatement' || at.name === 'ParamList') {
      return true;
    }
  }
  return false;
}
