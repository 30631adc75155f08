import {
  allPlanes,
  kernelShare,
  paletteOrder,
  planesOf,
  planeTrend,
  readPlane
} from '../../../logic/memory/plane';
import { isQuiet, summarise } from '../../../logic/memory/summary';
import { tableRows } from '../../../logic/memory/chart/tableRows';
import { agoTicks, byteTicks } from '../../../logic/memory/chart/ticks';
import { context, GIB, gpu, group, kernel, MIB, point } from '../../memoryFixtures';

const RAM = { kind: 'ram', key: '0' } as const;
const GPU0 = { kind: 'vram', key: '0' } as const;
const HERE = context([kernel('1')], [group('0'), group('5')], [gpu('1'), gpu('0')]);

describe('readPlane', () => {
  it('reads RAM as the server gives it', () => {
    expect(readPlane(RAM, point(1, GIB), HERE).headroomBytes).toBe(15 * GIB);
  });

  it('computes what is left of VRAM', () => {
    const now = point(1, GIB, { gpus: { '0': 40 * GIB } });
    expect(readPlane(GPU0, now, HERE)).toEqual({
      usedBytes: 40 * GIB,
      limitBytes: 140 * GIB,
      headroomBytes: 100 * GIB
    });
  });

  it('keeps unknown unknown', () => {
    expect(readPlane(RAM, null, HERE).usedBytes).toBeNull();
    expect(readPlane(GPU0, point(1, GIB), HERE).headroomBytes).toBeNull();
    expect(kernelShare(GPU0, point(1, GIB), '1')).toBeNull();
  });
});

describe('planesOf', () => {
  it('gives RAM, then the GPUs by number', () => {
    expect(planesOf(HERE, '0')).toEqual([RAM, GPU0, { kind: 'vram', key: '1' }]);
    expect(planesOf(HERE, null)).toHaveLength(2);
    expect(allPlanes(HERE)).toHaveLength(4);
  });

  it('gives the slices in place of a GPU that is sliced', () => {
    const mig = context([], [], [gpu('0'), gpu('0:1', { parent: '0', index: 1 })]);
    expect(planesOf(mig, null)).toEqual([{ kind: 'vram', key: '0:1' }]);
  });
});

describe('paletteOrder', () => {
  it('counts keys as numbers', () => {
    const many = context(['10', '9', '1'].map(key => kernel(key)));
    expect(paletteOrder(RAM, many)).toEqual(['1', '9', '10']);
    expect(paletteOrder({ kind: 'ram', key: '5' }, many)).toEqual([]);
  });
});

describe('planeTrend', () => {
  it('sees where a plane is going', () => {
    const points = Array.from({ length: 30 }, (_, s) => point(s, s * 100 * MIB));
    expect(planeTrend(RAM, points, HERE)?.bytesPerSecond).toBeCloseTo(100 * MIB, 0);
    expect(planeTrend(GPU0, points, HERE)).toBeNull();
  });
});

describe('summarise', () => {
  const thresholds = { tightPercent: 15, criticalPercent: 5 };

  it('takes the fullest GPU, and the worst level of both planes', () => {
    const now = point(1, GIB, { gpus: { '0': 10 * GIB, '1': 138 * GIB } });
    const summary = summarise(HERE, now, '0', thresholds);
    expect(summary.ram).toMatchObject({ headroomBytes: 15 * GIB, level: 'ok' });
    expect(summary.fullestGpu?.plane.key).toBe('1');
    expect(summary.level).toBe('critical');
  });

  it('has no GPU where there is none', () => {
    expect(summarise(context(), point(1, GIB), '0', thresholds).fullestGpu).toBeNull();
  });
});

describe('isQuiet', () => {
  const used = (bytes: number) => [point(1, GIB, { gpus: { '0': bytes } })];

  it.each([
    [GPU0, used(GIB), true],
    [GPU0, used(10 * GIB), false],
    [GPU0, [...used(10 * GIB), ...used(0)], false],
    [RAM, used(GIB), false]
  ])('of %p', (plane, points, quiet) => {
    expect(isQuiet(plane, points, HERE)).toBe(quiet);
  });
});

describe('tableRows', () => {
  it('gives the fullest moment of each part, newest first', () => {
    const points = [1, 5, 2, 1, 1, 7, 3, 4].map((used, i) => point(i + 1, used * GIB));
    const rows = tableRows(points, RAM, HERE, 2);
    expect(rows.map(row => row.usedBytes / GIB)).toEqual([7, 5]);
    expect(rows[0]).toMatchObject({ timeMs: 6000, headroomBytes: 9 * GIB });
  });

  it('leaves out what is not known', () => {
    expect(tableRows([point(1, null)], RAM, HERE, 5)).toEqual([]);
    expect(tableRows([], RAM, HERE, 5)).toEqual([]);
    expect(tableRows([point(1, GIB)], RAM, HERE, 5)).toHaveLength(1);
  });
});

describe('ticks', () => {
  it.each([
    [16 * GIB, 4, [0, 4, 8, 12, 16]],
    [23.5 * GIB, 4, [0, 8, 16]],
    [GIB, 2, [0, 0.5, 1]]
  ])('up to %d bytes in %d steps', (max, steps, ticks) => {
    expect(byteTicks(max, steps).map(bytes => bytes / GIB)).toEqual(ticks);
  });

  it('bears an empty scale', () => {
    expect(byteTicks(0, 3)).toEqual([0]);
    expect(byteTicks(Number.NaN, 3)).toEqual([0]);
  });

  it.each([
    [60, 2, [60, 30, 0]],
    [600, 3, [600, 300, 0]],
    [3600, 3, [3600, 2400, 1200, 0]],
    [7, 2, [5, 0]],
    [290, 2, [240, 120, 0]],
    [50_000, 2, [25200, 0]]
  ])('over %d s in %d steps', (span, steps, ticks) => {
    expect(agoTicks(span, steps)).toEqual(ticks);
  });
});
