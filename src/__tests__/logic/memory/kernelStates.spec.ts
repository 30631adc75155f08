import { pauseOf, withLastGroups, withStates } from '../../../logic/memory/kernelStates';
import { context, group, kernel, LATEST } from '../../memoryFixtures';

const DETAILS = { peakBytes: null, processes: null, vramBasis: null };

describe('withStates', () => {
  const here = context([kernel('1'), kernel('2')]);

  it('puts the states of the newest sample into the context', () => {
    const latest = { ...LATEST, kernels: { '1': { ...DETAILS, executionState: 'busy' } } };
    const states = Object.values(withStates(here, latest).kernels).map(k => k.executionState);
    expect(states).toEqual(['busy', null]);
  });

  it('keeps the context where no state has changed', () => {
    const idle = { ...DETAILS, executionState: 'idle' };
    expect(withStates(here, { ...LATEST, kernels: { '1': idle, '2': idle } })).toBe(here);
  });
});

describe('withLastGroups', () => {
  const groups = [group('0'), group('5')];
  const seen = new Map([['1', kernel('1', { groupKey: '5' })]]);
  const groupNow = (over: Parameters<typeof kernel>[1], known = groups) =>
    withLastGroups(context([kernel('1', over)], known), seen).kernels['1']?.groupKey;

  it('keeps the last group of a kernel whose group is not known now', () => {
    expect(groupNow({ groupKey: null })).toBe('5');
    expect(groupNow({ groupKey: null, locality: 'unknown' })).toBe('5');
  });

  it('believes what is known, and no group that is gone', () => {
    expect(groupNow({ groupKey: '0' })).toBe('0');
    expect(groupNow({ groupKey: null, locality: 'remote' })).toBeNull();
    expect(groupNow({ groupKey: null }, [group('0')])).toBeNull();
  });

  it('keeps the context where nothing is filled in', () => {
    const here = context();
    expect(withLastGroups(here, seen)).toBe(here);
  });
});

describe('pauseOf', () => {
  it.each<[string | null, number | null, string | null]>([
    ['idle', 1, null],
    ['busy', null, null],
    ['busy', 0, 'ended'],
    ['autorestarting', 0, 'restarting'],
    ['restarting', 1, 'restarting'],
    ['starting', 1, 'starting'],
    ['dead', 0, 'dead'],
    [null, null, null]
  ])('%s with %s processes: %s', (executionState, processes, pause) => {
    const details = { ...DETAILS, processes, executionState };
    expect(pauseOf(kernel('1', { executionState }), details)).toBe(pause);
  });

  it('says nothing of a kernel on another machine', () => {
    expect(
      pauseOf(kernel('1', { locality: 'remote', executionState: 'dead' }), undefined)
    ).toBeNull();
  });
});
