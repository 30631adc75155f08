import { nullTranslator } from '@jupyterlab/translation';

import type { DeathBatch, DeathReport, RunningCell } from '../../../logic/types';
import type { DeathCase } from '../../../model/deaths/deathCase';
import { DeathCases } from '../../../model/deaths/deathCases';
import { DeathsModel } from '../../../model/deaths/deaths';
import { deathReport, detailsOf, runningCell } from '../../deathFixtures';

const KERNEL = deathReport().kernel.id;

/** A server whose reports appear when a test says so, and a clock that a test moves. */
class Scene {
  reports: DeathReport[] = [];
  cell: RunningCell | null = runningCell();
  nowMs = 1_000_000;
  opened: DeathCase[] = [];
  deaths = new DeathsModel({
    deaths: (since): Promise<DeathBatch> =>
      Promise.resolve({
        epoch: 'e',
        seq: Math.max(0, ...this.reports.map(({ seq }) => seq)),
        deaths: this.reports.filter(({ seq }) => seq > since)
      })
  });
  cases = new DeathCases({
    deaths: this.deaths,
    runningCell: () => this.cell,
    recentCell: () => runningCell({ cellId: 'just-finished' }),
    pathOf: () => 'story.ipynb',
    now: () => this.nowMs,
    sleep: ms => {
      this.nowMs += ms;
      return Promise.resolve();
    }
  });

  constructor() {
    this.cases.opened.connect((_, death) => this.opened.push(death));
  }

  async report(changes: Partial<DeathReport> = {}): Promise<void> {
    this.reports.push(deathReport({ id: `${KERNEL}:1`, seq: this.reports.length + 1, ...changes }));
    await this.deaths.refresh();
  }

  restart(): void {
    this.cases.restarting(KERNEL, 'story.ipynb');
  }
}

async function scene(): Promise<Scene> {
  const started = new Scene();
  await started.deaths.refresh();
  return started;
}

const linesOf = (death: DeathCase | undefined): string =>
  death?.explain(nullTranslator.load('jupyterlab_headroom')).lines.join(' ') ?? '';

const settle = (): Promise<void> => new Promise(resolve => setTimeout(resolve, 0));

describe('DeathCases', () => {
  it('makes one case of a restart in two views and the report that follows', async () => {
    const s = await scene();
    s.restart();
    s.restart();
    expect(s.opened).toHaveLength(1);
    expect(s.opened[0]?.state).toBe('looking');
    await s.report();
    expect(s.opened).toHaveLength(1);
    expect(s.opened[0]?.report?.id).toBe(`${KERNEL}:1`);
  });

  it('makes one case of a report and the restart that follows', async () => {
    const s = await scene();
    await s.report();
    s.nowMs += 2500;
    s.restart();
    expect(s.opened).toHaveLength(1);
    expect(s.opened[0]?.cell?.cellId).toBe('cell-2');
  });

  it('gives up after three seconds, and says so', async () => {
    const s = await scene();
    s.restart();
    await settle();
    expect(s.opened[0]?.state).toBe('no-report');
  });

  it('still takes a report that comes after it gave up', async () => {
    const s = await scene();
    s.restart();
    await settle();
    await s.report();
    expect(s.opened[0]?.state).toBe('reported');
    expect(s.opened).toHaveLength(1);
  });

  it('completes a report that was still being collected', async () => {
    const s = await scene();
    await s.report({ state: 'collecting', details: detailsOf('unknown') });
    await s.report({ state: 'final', details: detailsOf('segfault') });
    expect(s.opened).toHaveLength(1);
    expect(s.opened[0]?.report?.details.cause).toBe('segfault');
  });

  it('coalesces a kernel that dies again before it was given work', async () => {
    const s = await scene();
    s.restart();
    await s.report();
    s.cell = null;
    for (const pid of [2, 3]) {
      s.nowMs += 4000;
      await s.report({ id: `${KERNEL}:${pid}` });
      s.restart();
    }
    expect(s.opened).toHaveLength(1);
    expect(s.opened[0]?.deaths).toBe(3);
    expect(s.opened[0]?.report?.id).toBe(`${KERNEL}:3`);
  });

  it('opens another case when it was given work in between', async () => {
    const s = await scene();
    s.restart();
    await s.report();
    s.nowMs += 4000;
    s.cell = runningCell({ cellId: 'cell-3' });
    await s.report({ id: `${KERNEL}:2` });
    expect(s.opened.map(death => death.cell?.cellId)).toEqual(['cell-2', 'cell-3']);
  });

  it('says which cell keeps killing the kernel', async () => {
    const s = await scene();
    for (const pid of [1, 2, 3]) {
      await s.report({ id: `${KERNEL}:${pid}` });
      s.restart();
      s.nowMs += 60_000;
    }
    s.cell = runningCell({ cellId: 'cell-3' });
    await s.report({ id: `${KERNEL}:4` });
    expect(s.opened.map(({ cellDeaths }) => cellDeaths)).toEqual([1, 2, 3, 1]);
    expect(linesOf(s.opened[0])).not.toContain('times that this kernel died');
    expect(linesOf(s.opened[2])).toContain('each of the last 3 times that this kernel died');
    expect(linesOf(s.opened[3])).not.toContain('times that this kernel died');
  });

  it('does not take unknown cells for the same', async () => {
    const s = await scene();
    s.cell = null;
    await s.report();
    s.nowMs += 60_000;
    await s.report({ id: `${KERNEL}:2` });
    expect(s.opened.map(({ cellDeaths }) => cellDeaths)).toEqual([1, 1]);
  });

  it('keeps the death of a worker apart from that of its kernel', async () => {
    const s = await scene();
    s.cell = null;
    await s.report({ id: `${KERNEL}:w1`, details: detailsOf('worker-oom-kill') });
    await s.report({ id: `${KERNEL}:w2`, details: detailsOf('worker-oom-kill') });
    s.restart();
    expect(s.opened.map(death => [death.isWorker, death.deaths])).toEqual([
      [true, 2],
      [false, 1]
    ]);
    expect(s.opened[0]?.cell?.cellId).toBe('just-finished');
  });

  it('opens nothing for deaths of before the page was opened', async () => {
    const s = new Scene();
    s.reports.push(deathReport());
    await s.deaths.refresh();
    expect(s.opened).toHaveLength(0);
    expect(s.deaths.deaths).toHaveLength(1);
  });

  it('opens nothing for the restart after a death that was told as missed', async () => {
    const s = new Scene();
    s.reports.push(deathReport({ id: `${KERNEL}:1`, seq: 1, timeMs: s.nowMs - 2000 }));
    await s.deaths.refresh();
    s.restart();
    await s.report({ timeMs: s.nowMs - 2000, aftermath: 'dead' });
    expect(s.opened).toHaveLength(0);
  });

  it('opens a case for a restart long after a death that was missed', async () => {
    const s = new Scene();
    s.reports.push(deathReport({ id: `${KERNEL}:1`, seq: 1, timeMs: s.nowMs - 60_000 }));
    await s.deaths.refresh();
    s.restart();
    expect(s.opened).toHaveLength(1);
  });
});
