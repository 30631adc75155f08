import type { SyntaxNode } from '@lezer/common';

import type { Run } from '../run';
import { children, groups, nodeText } from '../../syntax/tree';

/** `import a.b as c`, `from a import b as c`, `from a import *` */
export function importStatement(run: Run, node: SyntaxNode): void {
  const inside = children(node);
  const at = inside.findIndex(child => child.name === 'import');
  const from = inside[0]?.name === 'from' ? inside.slice(1, at) : null;
  const module = from?.map(child => nodeText(child, run.cell.text)).join('') ?? '';
  for (const group of groups(inside.slice(at + 1))) {
    const words = group.map(child => nodeText(child, run.cell.text));
    if (words[0] === '*') {
      run.memory.starImports = [...run.memory.starImports, module];
    } else if (from) {
      const [name = ''] = words;
      const path = module.endsWith('.') ? module + name : `${module}.${name}`;
      run.memory.bind(words[words.length - 1] ?? name, { kind: 'name', path });
    } else {
      importModule(run, words);
    }
  }
}

/** `import a.b` binds `a`; `import a.b as c` binds `c` to `a.b`. */
function importModule(run: Run, words: readonly string[]): void {
  const as = words.indexOf('as');
  const path = (as < 0 ? words : words.slice(0, as)).join('');
  const [root = path] = path.split('.');
  const alias = as < 0 ? null : words[as + 1];
  run.memory.bind(alias ?? root, { kind: 'name', path: alias ? path : root });
}
