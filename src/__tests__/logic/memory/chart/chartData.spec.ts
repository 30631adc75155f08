import { chartColumns, inRange } from '../../../../logic/memory/chart/chartData';
import type { ChartRequest } from '../../../../logic/memory/chart/chartData';
import { context, GIB, gpu, group, kernel, point } from '../../../memoryFixtures';

const HERE = context([kernel('1'), kernel('2')], [group('0')], [gpu('0')]);

function request(over: Partial<ChartRequest> = {}): ChartRequest {
  return {
    points: [
      point(1, 4 * GIB, { kernels: { '1': GIB, '2': GIB } }),
      point(2, 6 * GIB, { kernels: { '1': 3 * GIB, '2': null } })
    ],
    context: HERE,
    plane: { kind: 'ram', key: '0' },
    kernelKeys: ['1', '2'],
    isEnded: () => true,
    ...over
  };
}

describe('chartColumns', () => {
  it('stacks everything else, then the kernels, up to what is used', () => {
    const { times, layers, tops, limit } = chartColumns(request());
    expect(times).toEqual([1, 2]);
    expect(layers).toEqual([
      { kind: 'others' },
      { kind: 'kernel', kernelKey: '1' },
      { kind: 'kernel', kernelKey: '2' }
    ]);
    expect(tops).toEqual([
      [2 * GIB, 3 * GIB],
      [3 * GIB, 6 * GIB],
      [4 * GIB, 6 * GIB]
    ]);
    expect(limit).toEqual([16 * GIB, 16 * GIB]);
  });

  it('leaves a gap where nothing is known', () => {
    const points = [point(1, null, { kernels: { '1': GIB } }), point(2, GIB)];
    const { tops } = chartColumns(request({ points }));
    expect(tops.every(column => column[0] === null)).toBe(true);
  });

  it('shows kernels that are gone as one layer', () => {
    const points = [point(1, 4 * GIB, { kernels: { '1': GIB, '8': GIB, '9': GIB } })];
    const { layers, tops } = chartColumns(request({ points }));
    expect(layers.map(({ kind }) => kind)).toEqual(['others', 'ended', 'kernel']);
    expect(tops.map(([top]) => top)).toEqual([GIB, 3 * GIB, 4 * GIB]);
  });

  it('leaves kernels of another group to that group', () => {
    const points = [point(1, 4 * GIB, { kernels: { '9': 2 * GIB } })];
    const { layers } = chartColumns(request({ points, isEnded: () => false }));
    expect(layers).toEqual([{ kind: 'others' }]);
  });

  it('has no layer for a kernel that takes nothing of a GPU', () => {
    const points = [
      point(1, GIB, {
        gpus: { '0': 50 * GIB },
        vram: { '1': { '0': 40 * GIB }, '2': { '1': GIB } }
      })
    ];
    const { layers, tops, limit } = chartColumns(
      request({ points, plane: { kind: 'vram', key: '0' } })
    );
    expect(layers).toEqual([{ kind: 'others' }, { kind: 'kernel', kernelKey: '1' }]);
    expect(tops).toEqual([[10 * GIB], [50 * GIB]]);
    expect(limit).toEqual([140 * GIB]);
  });

  it('never draws a negative rest', () => {
    const points = [point(1, GIB, { kernels: { '1': 2 * GIB } })];
    expect(chartColumns(request({ points })).tops[0]).toEqual([0]);
  });

  it('bears an empty history', () => {
    expect(chartColumns(request({ points: [] })).times).toEqual([]);
  });
});

describe('inRange', () => {
  const points = [1, 2, 3, 4, 5].map(seq => point(seq, GIB));

  it('keeps one sample before the edge, so that the area begins there', () => {
    expect(inRange(points, 2000).map(({ seq }) => seq)).toEqual([2, 3, 4, 5]);
  });

  it('keeps everything when asked for everything', () => {
    expect(inRange(points, Number.POSITIVE_INFINITY)).toHaveLength(5);
    expect(inRange([], 1000)).toEqual([]);
  });
});
