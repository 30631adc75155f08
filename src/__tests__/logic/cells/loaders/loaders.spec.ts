import { readdirSync } from 'fs';
import { join } from 'path';

import { findLoadCalls } from '../../../../logic/cells/detect';
import { LOADERS } from '../../../../logic/cells/loaders';
import { pastedCases } from '../pasted';

const MET = new Set(
  pastedCases().flatMap(({ cells }) =>
    findLoadCalls(cells, cells.length - 1).map(({ loader }) => loader)
  )
);

describe('the loaders', () => {
  it.each(LOADERS.map(({ id }) => id))('%s is met by a pasted cell', id => {
    expect(MET).toContain(id);
  });

  it('have ids of their own', () => {
    const ids = LOADERS.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('are all listed', () => {
    const folder = join(__dirname, '..', '..', '..', '..', 'logic', 'cells', 'loaders');
    const shared = ['index.ts', 'tasks.ts', 'weightless.ts'];
    const files = readdirSync(folder).filter(name => !shared.includes(name));
    expect(LOADERS).toHaveLength(files.length);
  });

  it('name a model in every rule: by an argument, or by what is implied', () => {
    for (const { id, rules, commands = [] } of LOADERS) {
      for (const { callee, model } of rules) {
        const named =
          model.at !== undefined ||
          (model.keywords?.length ?? 0) > 0 ||
          model.byDefault !== undefined ||
          model.byCallee === true;
        expect([id, callee, named]).toEqual([id, callee, true]);
      }
      for (const { command, options, positional } of commands) {
        expect([command, !!options || !!positional]).toEqual([command, true]);
      }
    }
  });
});
