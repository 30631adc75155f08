import { nullTranslator } from '@jupyterlab/translation';

import type { DeathReport } from '../../../logic/types';
import { DeathsModel } from '../../../model/deaths/deaths';
import { MissedDeaths } from '../../../model/deaths/missedDeaths';
import { missedText } from '../../../controllers/deaths/missedNotice';
import { deathReport } from '../../deathFixtures';

const settle = (): Promise<void> => new Promise(resolve => setTimeout(resolve, 0));
const MINUTE = 60_000;

/** A page and its state; `lastSeenMs` undefined: a first use. */
function setUp(lastSeenMs: number | undefined, known: DeathReport[]) {
  const saved: unknown[] = [];
  const told: string[][] = [];
  const reports = [...known];
  const clock = { nowMs: 10 * MINUTE };
  const deaths = new DeathsModel(
    {
      deaths: async since => ({
        epoch: 'e',
        seq: reports.length,
        deaths: reports.filter(({ seq }) => seq > since)
      })
    },
    () => clock.nowMs
  );
  const missed = new MissedDeaths(deaths, {
    fetch: async () => lastSeenMs,
    save: async (_: string, value: unknown) => {
      saved.push(value);
    }
  });
  missed.missed.connect((_, all) => told.push(all.map(({ id }) => id)));
  const look = async (isReturn = false): Promise<void> => {
    await deaths.refresh(isReturn);
    await settle();
  };
  return { look, told, saved, reports, clock, missed };
}

const death = (seq: number, timeMs: number): DeathReport =>
  deathReport({ id: `k:${seq}`, seq, timeMs });

describe('MissedDeaths', () => {
  it('tells all that happened since the last look, together, newest first', async () => {
    const { look, told, saved } = setUp(MINUTE, [
      death(1, MINUTE),
      death(2, 2 * MINUTE),
      death(3, 3 * MINUTE)
    ]);
    await look();
    expect(told).toEqual([['k:3', 'k:2']]);
    expect(saved).toEqual([3 * MINUTE]);
  });

  it('tells nobody who is here for the first time of deaths long past', async () => {
    const { look, told, saved } = setUp(undefined, [death(1, MINUTE)]);
    await look();
    expect(told).toEqual([]);
    expect(saved).toEqual([MINUTE]);
  });

  it('misses nothing from the first look on, even if that found nothing', async () => {
    const { look, saved } = setUp(undefined, []);
    await look();
    expect(saved).toEqual([0]);
  });

  it('leaves what happens now to the dialog', async () => {
    const { look, told, reports, clock, saved } = setUp(0, []);
    await look();
    reports.push(death(1, clock.nowMs));
    await look();
    expect(told).toEqual([]);
    expect(saved).toEqual([clock.nowMs]);
  });

  it('tells on return what happened while the page was cut off', async () => {
    const { look, told, reports, clock } = setUp(0, []);
    await look();
    reports.push(death(1, clock.nowMs + MINUTE), death(2, clock.nowMs + 2 * MINUTE));
    clock.nowMs += 30 * MINUTE;
    await look(true);
    expect(told).toEqual([['k:2', 'k:1']]);
  });

  it('does not tell again what a report only says more about', async () => {
    const { look, told, reports } = setUp(0, [death(1, 5 * MINUTE)]);
    await look();
    reports[0] = deathReport({ id: 'k:1', seq: 2, timeMs: 5 * MINUTE, aftermath: 'none' });
    await look(true);
    expect(told).toEqual([['k:1']]);
  });

  it('says nothing once it is disposed', async () => {
    const { look, told, missed } = setUp(0, [death(1, MINUTE)]);
    missed.dispose();
    await look();
    expect(told).toEqual([]);
  });
});

describe('missedText', () => {
  it('names each notebook once', () => {
    const trans = nullTranslator.load('jupyterlab_headroom');
    const one = deathReport();
    const named = missedText([one, one], trans);
    expect(named).toBe('2 kernels died while you were away: story.ipynb');
    expect(missedText([one], trans)).toBe('A kernel died while you were away: story.ipynb');
  });
});
