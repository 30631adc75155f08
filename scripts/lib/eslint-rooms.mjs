// An ESLint rule: imports may cross rooms only where rooms.mjs allows it.
import { dirname, join, relative, sep } from 'node:path';

import { ROOT } from './paths.mjs';
import { objection } from './rooms.mjs';

const fromRoot = path => relative(ROOT, path).split(sep).join('/');

const rooms = {
  meta: { type: 'problem', schema: [], messages: { closed: '{{why}}.' } },
  create(context) {
    const check = ({ source }) => {
      if (typeof source?.value !== 'string' || !source.value.startsWith('.')) {
        return;
      }
      const to = fromRoot(join(dirname(context.filename), source.value));
      const why = objection(fromRoot(context.filename), to);
      if (why !== null) {
        context.report({ node: source, messageId: 'closed', data: { why } });
      }
    };
    return {
      ImportDeclaration: check,
      ImportExpression: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      TSImportType: node => check({ source: node.source ?? node.argument?.literal })
    };
  }
};

export const roomsPlugin = { rules: { rooms } };
