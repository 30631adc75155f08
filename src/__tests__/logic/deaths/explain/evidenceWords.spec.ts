import { readFileSync } from 'fs';
import { join } from 'path';

import { sourceWord } from '../../../../logic/deaths/explain/evidenceWords';
import { trans } from '../../../deathFixtures';

/** The names that the server gives to its sources, read from its own code. */
function namesOfTheServer(): string[] {
  const file = join(__dirname, '../../../../../jupyterlab_headroom/diagnosis/evidence.py');
  const text = readFileSync(file, 'utf8');
  const given = [...text.matchAll(/(?:Evidence|_unread)\(\s*"([^"]+)"/g)].map(match => match[1]);
  const table = /_COUNTERS = \(([\s\S]*?)\n\)/.exec(text)?.[1] ?? '';
  const counters = [...table.matchAll(/"((?:memory|xattr)[^"]+)"/g)].map(match => match[1]);
  return [...new Set([...given, ...counters, 'memory.oom_control'])].flatMap(name => name ?? []);
}

describe('sourceWord', () => {
  it('finds the names', () => {
    expect(namesOfTheServer()).toEqual(
      expect.arrayContaining([
        'exit-status',
        'kernel-log',
        'memory.failcnt',
        'xattr user.oomd_kill'
      ])
    );
  });

  it.each(namesOfTheServer())('has words for people for %s', name => {
    expect(sourceWord(name, trans)).toMatch(/^[A-Z][^.]* [^.]*$/);
    expect(sourceWord(name, trans)).not.toContain(name);
  });

  it('leaves a name alone that it does not know', () => {
    expect(sourceWord('memory.new', trans)).toBe('memory.new');
  });
});
