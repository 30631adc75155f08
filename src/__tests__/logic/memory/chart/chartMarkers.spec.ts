import { chartMarkers, markersAt } from '../../../../logic/memory/chart/chartMarkers';
import { killedSomewhere, deathReport, detailsOf } from '../../../deathFixtures';
import { context, GIB, group, kernel } from '../../../memoryFixtures';

const limitSource = { kind: 'cgroup-v1', path: '/a/b', file: null, manager: null } as const;
const HERE = context([], [group('0'), group('5', { limitSource })]);
const RAM = { kind: 'ram', key: '5' } as const;

const killed = deathReport({
  timeMs: 9000,
  kernel: kernel('1', { groupKey: '5' }),
  limitSource,
  limitBytes: GIB,
  usedBytes: 0.6 * GIB,
  details: killedSomewhere()
});

describe('chartMarkers', () => {
  it('puts an OOM kill by the limit at the limit, not at the last sample', () => {
    expect(chartMarkers([killed], RAM, HERE)).toEqual([
      { timeMs: 9000, level: 'critical', kind: 'limit', atBytes: GIB }
    ]);
  });

  it('puts no other death at a height that is not known', () => {
    const others = [
      { ...killed, details: detailsOf('oom-kill-machine') },
      { ...killed, details: detailsOf('oom-kill-limit', { kill: { limit_cgroup: '/a' } }) },
      { ...killed, details: detailsOf('killed-from-outside') }
    ];
    expect(chartMarkers(others, RAM, HERE).map(({ kind, atBytes }) => [kind, atBytes])).toEqual([
      ['oom', null],
      ['oom', null],
      ['death', null]
    ]);
  });

  it.each([
    ['limit', limitSource.path, GIB],
    ['limit', '/a', null],
    ['machine', limitSource.path, null]
  ])('tells the kill of a worker (%s, %s) from that of its kernel', (scope, path, atBytes) => {
    const report = {
      ...killed,
      details: detailsOf('worker-oom-kill', { kill: { scope, limit_cgroup: path } })
    };
    expect(chartMarkers([report], RAM, HERE)).toEqual([
      { timeMs: 9000, level: 'critical', kind: 'worker-oom', atBytes }
    ]);
    expect(chartMarkers([report], { kind: 'vram', key: '0' }, HERE)).toMatchObject([
      { kind: 'worker-death', level: 'ok', atBytes: null }
    ]);
  });

  it('shows a death on a GPU without blaming it, and not in another group', () => {
    const [onGpu] = chartMarkers([killed], { kind: 'vram', key: '0' }, HERE);
    expect(onGpu).toMatchObject({ kind: 'death', level: 'ok', atBytes: null });
    expect(chartMarkers([killed], { kind: 'ram', key: '0' }, HERE)).toEqual([]);
  });
});

describe('markersAt', () => {
  const marks = chartMarkers([killed], RAM, HERE);

  it('gives a death to the sample that is nearest', () => {
    const times = [6, 8, 9.5, 12];
    expect(times.map((_, i) => markersAt(marks, times, i).length)).toEqual([0, 0, 1, 0]);
    expect(markersAt(marks, [6, 8], 1)).toHaveLength(1);
    expect(markersAt(marks, [], 0)).toEqual([]);
  });
});
