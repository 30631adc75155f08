import type { SyntaxNode } from '@lezer/common';

const SKIPPED = new Set(['Comment', ',', '(', ')', '[', ']', '{', '}', ':']);

/** All children except comments. */
export function children(node: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) {
    if (child.name !== 'Comment') {
      found.push(child);
    }
  }
  return found;
}

/** Children other than comments and punctuation. */
export function parts(node: SyntaxNode): SyntaxNode[] {
  return children(node).filter(child => !SKIPPED.has(child.name));
}

/** Children split into groups at commas or another separator; at commas, brackets are left out. */
export function groups(nodes: SyntaxNode[], separator = ','): SyntaxNode[][] {
  const result: SyntaxNode[][] = [[]];
  for (const node of nodes) {
    if (node.name === separator) {
      result.push([]);
    } else if (separator === ',' && SKIPPED.has(node.name)) {
      continue;
    } else {
      result[result.length - 1]?.push(node);
    }
  }
  return result.filter(group => group.length > 0);
}

export function nodeText(node: SyntaxNode, text: string): string {
  return text.slice(node.from, node.to);
}

/** The statements of a body. */
export function statements(body: SyntaxNode): SyntaxNode[] {
  return children(body).filter(child => child.name !== ':' && child.name !== ';');
}
