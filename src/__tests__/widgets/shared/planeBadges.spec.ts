import { nullTranslator } from '@jupyterlab/translation';

import { limitBadges } from '../../../widgets/shared/planeBadges';
import type { GroupDetails } from '../../../logic/types';

const trans = nullTranslator.load('jupyterlab_headroom');

const details = (changes: Partial<GroupDetails>): GroupDetails => ({
  usedBytes: 100,
  limitBytes: 1000,
  headroomBytes: 900,
  workingSetBytes: null,
  shmemBytes: null,
  highBytes: null,
  peakBytes: null,
  swapUsedBytes: null,
  swapLimitBytes: null,
  pressurePercent: null,
  oomGroup: null,
  ...changes
});

describe('limitBadges', () => {
  it.each<[string, Partial<GroupDetails>, string[]]>([
    ['nothing special', {}, []],
    ['a group that dies as a whole', { oomGroup: true }, ['all or nothing']],
    ['below memory.high', { highBytes: 101 }, []],
    ['at memory.high', { highBytes: 100 }, ['throttled']],
    ['use that is not known', { highBytes: 100, usedBytes: null }, []],
    ['both', { oomGroup: true, highBytes: 50 }, ['all or nothing', 'throttled']]
  ])('tells %s', (_name, changes, texts) => {
    const badges = limitBadges(details(changes), trans);
    expect(badges.map(({ text }) => text)).toEqual(texts);
    expect(badges.every(({ explanation }) => explanation.length > 40)).toBe(true);
  });

  it('has nothing to say before the first sample', () => {
    expect(limitBadges(undefined, trans)).toEqual([]);
  });
});
