import {
  capacityOf,
  levelOf,
  othersBytes,
  serverGroupKey,
  worstLevel
} from '../../../logic/memory/headroom';
import { context, GIB, gpu, group, kernel, LATEST, point } from '../../memoryFixtures';

const THRESHOLDS = { tightPercent: 15, criticalPercent: 5 };

describe('levelOf', () => {
  it.each([
    [50, 100, 'ok'],
    [15, 100, 'ok'],
    [14.9, 100, 'tight'],
    [5, 100, 'tight'],
    [4.9, 100, 'critical'],
    [0, 100, 'critical'],
    [null, 100, 'unknown'],
    [50, null, 'unknown'],
    [0, 0, 'unknown']
  ] as const)('takes %p left of %p as %s', (headroom, limit, level) => {
    expect(levelOf(headroom, limit, THRESHOLDS)).toBe(level);
  });
});

describe('worstLevel', () => {
  it.each([
    [['ok', 'critical', 'tight'], 'critical'],
    [['unknown', 'ok'], 'ok'],
    [[], 'unknown']
  ] as const)('of %p is %s', (levels, worst) => {
    expect(worstLevel(levels)).toBe(worst);
  });
});

describe('othersBytes', () => {
  const kernels = { '1': 3 * GIB, '2': null };

  it('is what no kernel of the group takes', () => {
    expect(othersBytes(point(1, 5 * GIB, { kernels }), '0', ['1', '2'])).toBe(2 * GIB);
  });

  it('is never negative, and unknown when the group is', () => {
    expect(othersBytes(point(1, GIB, { kernels }), '0', ['1'])).toBe(0);
    expect(othersBytes(point(1, null, { kernels }), '0', ['1'])).toBeNull();
    expect(othersBytes(point(1, GIB), 'elsewhere', [])).toBeNull();
  });
});

describe('serverGroupKey', () => {
  it('is the marked one, else any, else none', () => {
    expect(serverGroupKey(context([], [group('3'), group('0')]))).toBe('0');
    expect(serverGroupKey(context([], [group('3')]))).toBe('3');
    expect(serverGroupKey(context([], []))).toBeNull();
  });
});

describe('capacityOf', () => {
  const one = kernel('1');
  const here = context([one], [group('0')], [gpu('0')]);

  it('gives both planes of a kernel', () => {
    const latest = {
      ...LATEST,
      gpus: {
        '0': { usedBytes: 40 * GIB, totalBytes: 140 * GIB, utilizationPercent: 1, stale: false }
      }
    };
    const now = point(1, 6 * GIB, { kernels: { '1': 2 * GIB } });
    expect(capacityOf(here, now, latest, one)).toEqual({
      headroomBytes: 10 * GIB,
      limitBytes: 16 * GIB,
      limitSource: here.groups['0']?.limitSource,
      swapFreeBytes: 0,
      kernelBytes: 2 * GIB,
      gpus: { '0': { freeBytes: 100 * GIB, totalBytes: 140 * GIB } },
      machineGpus: { '0': { freeBytes: 100 * GIB, totalBytes: 140 * GIB } }
    });
  });

  it('numbers GPUs as the kernel does; one that is not known has no room that is', () => {
    const gpus = [gpu('0', { totalBytes: GIB }), gpu('1', { totalBytes: 2 * GIB })];
    const seen = {
      ...context([one], [group('0')], gpus),
      visibleGpus: { '1': ['1', null, '0', 'gone'] }
    };
    const unknown = { freeBytes: null, totalBytes: null };
    expect(capacityOf(seen, null, null, one).gpus).toEqual({
      '0': { freeBytes: null, totalBytes: 2 * GIB },
      '1': unknown,
      '2': { freeBytes: null, totalBytes: GIB },
      '3': unknown
    });
    expect(capacityOf({ ...seen, visibleGpus: { '1': [] } }, null, null, one).gpus).toEqual({});
    expect(Object.keys(capacityOf(seen, null, null, null).gpus)).toEqual(['0', '1']);
  });

  it('takes a kernel that is not listed yet as one of the server', () => {
    expect(capacityOf(here, point(1, GIB), null, null)).toMatchObject({
      headroomBytes: 15 * GIB,
      kernelBytes: null,
      swapFreeBytes: null
    });
  });

  it('knows nothing of a kernel on another machine', () => {
    const remote = kernel('1', { locality: 'remote', groupKey: null });
    expect(capacityOf(here, point(1, GIB), LATEST, remote)).toMatchObject({
      headroomBytes: null,
      limitBytes: null,
      gpus: {}
    });
  });

  it('knows nothing before the first sample', () => {
    expect(capacityOf(here, null, null, one)).toMatchObject({
      headroomBytes: null,
      gpus: { '0': { freeBytes: null, totalBytes: 140 * GIB } }
    });
  });

  it('gives a unified GPU what the machine has left', () => {
    const unified = context([one], [group('0')], [gpu('0', { unified: true, totalBytes: null })]);
    expect(capacityOf(unified, point(1, GIB), LATEST, one).gpus['0']?.freeBytes).toBe(15 * GIB);
  });
});
