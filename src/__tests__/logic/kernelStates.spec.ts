import { withStates } from '../../logic/kernelStates';
import { context, kernel, LATEST } from '../memoryFixtures';

const DETAILS = { rssBytes: null, peakBytes: null, processes: null, vramBasis: null };

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
