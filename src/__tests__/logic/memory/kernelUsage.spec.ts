import { freedBytes, idleKernels, kernelUsages } from '../../../logic/memory/kernelUsage';
import { context, GIB, group, kernel, LATEST, MIB, point } from '../../memoryFixtures';

const KERNELS = [
  kernel('1'),
  kernel('2', { executionState: 'busy' }),
  kernel('3', { groupKey: '5' }),
  kernel('4', { groupKey: null, locality: 'remote', executionState: null })
];
const HERE = context(KERNELS, [group('0'), group('5')]);

const POINTS = Array.from({ length: 30 }, (_, s) =>
  point(s, 8 * GIB, {
    kernels: { '1': GIB, '2': 2 * GIB + s * 100 * MIB, '3': GIB },
    vram: { '2': { '0': GIB, '1': 2 * GIB } }
  })
);

const DETAILS = {
  peakBytes: null,
  processes: null,
  executionState: null,
  vramBasis: null
};

const LATER = {
  ...LATEST,
  kernels: {
    '1': { ...DETAILS, vramBasis: 'nvml' },
    '2': { ...DETAILS, peakBytes: 9 * GIB, processes: 4, vramBasis: 'estimated' }
  }
};

describe('kernelUsages', () => {
  const usages = kernelUsages({ context: HERE, points: POINTS, latest: LATER }, '0');

  it('lists the kernels of the group, the largest first, those of no group last', () => {
    expect(usages.map(({ kernel: { key } }) => key)).toEqual(['2', '1', '4']);
  });

  it('says what a kernel takes in both planes, and where it is going', () => {
    expect(usages[0]).toMatchObject({
      ramBytes: 2 * GIB + 2900 * MIB,
      vramBytes: 3 * GIB,
      peakBytes: 9 * GIB,
      processes: 4
    });
    expect(usages[0]?.trend?.bytesPerSecond).toBeCloseTo(100 * MIB, 0);
  });

  it('tells what is estimated, and a kernel that holds no VRAM from one of which it is not known', () => {
    expect(usages[0]).toMatchObject({ vramBasis: 'estimated' });
    expect(usages[1]).toMatchObject({ vramBytes: 0, vramBasis: 'nvml' });
    expect(usages[2]).toMatchObject({ vramBytes: null, vramBasis: null });
  });

  it('has no trend for a kernel that has ended', () => {
    const ended = point(30, 8 * GIB, { kernels: { '1': GIB, '2': null } });
    const latest = { ...LATEST, kernels: { '2': { ...DETAILS, processes: 0 } } };
    const after = kernelUsages({ context: HERE, points: [...POINTS, ended], latest }, '0');
    const [two] = after.filter(({ kernel: { key } }) => key === '2');
    expect(two).toMatchObject({ ramBytes: null, trend: null, pause: 'ended' });
  });

  it('keeps unknown unknown', () => {
    expect(usages[2]).toMatchObject({
      ramBytes: null,
      vramBytes: null,
      peakBytes: null,
      processes: null,
      trend: null
    });
  });
});

describe('idleKernels', () => {
  const usages = kernelUsages({ context: HERE, points: POINTS, latest: null }, '0');

  it('are those that do nothing and are not in front', () => {
    expect(idleKernels(usages, null).map(({ kernel: { key } }) => key)).toEqual(['1']);
    expect(idleKernels(usages, 'kernel-1')).toEqual([]);
  });

  it('free what they take', () => {
    expect(freedBytes(idleKernels(usages, null))).toBe(GIB);
    expect(freedBytes([])).toBeNull();
    expect(freedBytes(usages.filter(({ kernel: { key } }) => key === '4'))).toBeNull();
  });
});
