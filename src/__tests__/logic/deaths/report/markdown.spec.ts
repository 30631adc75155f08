import { explain } from '../../../../logic/deaths/explain';
import { curveOfDeath, curveShape, reachedBytes } from '../../../../logic/deaths/report/curve';
import { markdownReport } from '../../../../logic/deaths/report/markdown';
import { reportNumbers } from '../../../../logic/deaths/report/reportNumbers';
import type { DeathReport, RunningCell } from '../../../../logic/types';
import { GIB, MIB } from '../../../../logic/words/units';
import { deathReport, detailsOf, runningCell, trans } from '../../../deathFixtures';

function markdown(report: DeathReport | null, cell: RunningCell | null): string {
  const numbers = report ? reportNumbers(report, trans) : [];
  return markdownReport(
    { report, cell, numbers, explanation: explain({ report, cell, trans }) },
    trans
  );
}

const labelled = (report: DeathReport, label: string) =>
  reportNumbers(report, trans).find(number => number.label === label);

/** Died before its own group had been sampled, so the samples are the machine's. */
const unsampled = deathReport({
  limitSource: { kind: 'machine', path: null, file: '/proc/meminfo', manager: null },
  limitBytes: 24 * GIB,
  details: detailsOf('oom-kill-limit', {
    kill: { limit_cgroup: '/small', group_limit_bytes: 400 * MIB, killed_rss_bytes: null }
  })
});

describe('markdownReport', () => {
  it('holds the answer, the figures, the cell and the evidence verbatim', () => {
    const text = markdown(deathReport(), runningCell());
    expect(text).toContain('## Out of memory');
    expect(text).toContain('| Limit | 1 GiB |');
    expect(text).toContain('cell 2\n\n```python\nx = load()\n```');
    expect(text).toContain('oom_kill 0 -> 1');
    expect(text).toContain('could not be read');
  });

  it('tells of a group that was killed as a whole, and of a kill by hand near the limit', () => {
    const whole = detailsOf('oom-kill-limit', { kill: { whole_group: true } });
    expect(markdown(deathReport({ details: whole }), null)).toContain('(memory.oom.group)');
    const near = detailsOf('killed-from-outside', { near_limit: true });
    expect(markdown(deathReport({ details: near }), null)).toContain(
      'nearly filled its memory limit. That proves nothing'
    );
  });

  it('fences code that holds fences', () => {
    const text = markdown(null, runningCell({ source: 'print("""\n```\n""")' }));
    expect(text).toContain('````python\nprint("""\n```\n""")\n````');
  });

  it('keeps a table whole', () => {
    const report = deathReport();
    const named = { ...report, kernel: { ...report.kernel, path: 'a|b.ipynb' } };
    expect(markdown(named, null)).toContain('| Notebook | a\\|b.ipynb |');
  });
});

describe('reportNumbers', () => {
  it('leaves out what is not known, and never says 0 for it', () => {
    const labels = reportNumbers(
      deathReport({ usedBytes: null, headroomBytes: null, gpus: {} }),
      trans
    ).map(({ label }) => label);
    expect(labels).toEqual(['Limit', 'This kernel', 'Its peak (RSS)']);
  });

  it('leaves out a peak above the limit, which counts pages of files', () => {
    const { exit } = deathReport();
    const high = deathReport({ exit: { ...exit, peakRssBytes: 1.8 * GIB } });
    expect(reportNumbers(high, trans).map(({ label }) => label)).not.toContain('Its peak (RSS)');
    expect(labelled(deathReport(), 'Its peak (RSS)')?.note).toContain('with pages of files');
  });

  it('says what it held when it was killed, where the kernel log does', () => {
    const logged = deathReport({ details: detailsOf('oom-kill-limit') });
    expect(labelled(logged, 'When it was killed')?.value).toBe('1019 MiB');
    expect(labelled(logged, 'Its peak (RSS)')).toBeUndefined();
    expect(labelled(deathReport(), 'When it was killed')).toBeUndefined();
  });

  it('shows the limit that killed, without the samples of another one', () => {
    const shown = reportNumbers(unsampled, trans);
    expect(shown.map(({ label }) => label)).not.toContain('Memory in use');
    expect(shown.find(({ label }) => label === 'Limit')?.value).toBe('400 MiB');
  });
});

describe('curveShape', () => {
  const box = { width: 100, height: 50 };

  it('draws the kernels beside it that held much, the largest first', () => {
    const { curve, kernel, timeMs } = deathReport();
    const [first = 0] = curve.usedBytes.map(bytes => bytes ?? 0);
    const kernels = {
      ...curve.kernels,
      small: [first * 0.01, null, null],
      big: [first, first * 3, first * 4],
      other: [first, first, first]
    };
    const shape = curveShape({ ...curve, kernels }, kernel.id, timeMs, box);
    expect(shape?.others.map(({ kernelId }) => kernelId)).toEqual(['big', 'other']);
    expect(shape?.others[0]?.path).toMatch(/^M0,/);
  });

  it('draws up to the death, with the limit below the top', () => {
    const { curve, kernel, timeMs } = deathReport();
    const shape = curveShape(curve, kernel.id, timeMs, box);
    expect(shape?.used).toMatch(/^M0,[\d.]+L[\d.]+,[\d.]+L[\d.]+,[\d.]+$/);
    expect(shape?.limit).toMatch(/^M0,[\d.]+H100$/);
    expect(shape?.spanMs).toBeGreaterThan(2000);
  });

  it('goes on to the limit after the last sample, where the limit killed', () => {
    const report = deathReport();
    const { curve, kernel, timeMs } = report;
    const shape = curveShape(curve, kernel.id, timeMs, box, reachedBytes(report));
    const [, end] = shape?.used.match(/L([\d.]+,[\d.]+)$/) ?? [];
    const [, limitY] = shape?.limit.match(/^M0,([\d.]+)H/) ?? [];
    expect(shape?.toDeath).toBe(`M${end}L100,${limitY}`);
  });

  it.each(['killed-from-outside', 'oom-kill-machine', 'segfault'] as const)(
    'claims no more than the samples for %s',
    cause => {
      const report = deathReport({ details: detailsOf(cause) });
      const { curve, kernel, timeMs } = report;
      expect(reachedBytes(report)).toBeNull();
      expect(curveShape(curve, kernel.id, timeMs, box, null)?.toDeath).toBe('');
    }
  );

  it('breaks the line where nothing is known', () => {
    const { curve, kernel, timeMs } = deathReport();
    const gap = { ...curve, usedBytes: [1, null, 2] };
    expect(curveShape(gap, kernel.id, timeMs, box)?.used.match(/M/g)).toHaveLength(2);
  });

  it('is none with fewer than two samples', () => {
    const { curve, kernel } = deathReport();
    expect(curveShape({ ...curve, usedBytes: [1, null, null] }, kernel.id, 0, box)).toBeNull();
    expect(curveShape({ ...curve, timesMs: [], usedBytes: [] }, kernel.id, 0, box)).toBeNull();
  });

  it('takes the memory of the kernel where its limit was not sampled', () => {
    const curve = curveOfDeath(unsampled);
    expect(curve.usedBytes).toEqual(unsampled.curve.kernels[unsampled.kernel.id]);
    expect(curve.limitBytes.every(bytes => bytes === 400 * MIB)).toBe(true);
  });
});
