import type { DeathBatch, DeathReport } from '../../../logic/types';
import { DeathsModel } from '../../../model/deaths/deaths';
import { deathReport } from '../../deathFixtures';

const batch = (seq: number, deaths: DeathReport[], epoch = 'e'): DeathBatch => ({
  epoch,
  seq,
  deaths
});

/** Answers one after the other; an error is thrown. */
function model(...answers: (DeathBatch | Error)[]): { deaths: DeathsModel; asked: number[] } {
  const asked: number[] = [];
  const deaths = new DeathsModel({
    deaths: async since => {
      asked.push(since);
      const answer = answers.shift();
      if (!answer || answer instanceof Error) {
        throw answer ?? new Error('no answer left');
      }
      return answer;
    }
  });
  return { deaths, asked };
}

const HOUR_MS = 3_600_000;

/** Answers when a test lets it. */
class HeldServer {
  readonly asked: number[] = [];

  deaths(since: number): Promise<DeathBatch> {
    this.asked.push(since);
    return new Promise(resolve => (this.answer = resolve));
  }

  answer: (answer: DeathBatch) => void = () => undefined;

  /** Resolves when this many requests have come. */
  async isAsked(times: number): Promise<void> {
    for (let turn = 0; turn < 20 && this.asked.length < times; turn++) {
      await Promise.resolve();
    }
    expect(this.asked).toHaveLength(times);
  }
}

describe('DeathsModel', () => {
  it('asks for everything first, then for what is newer', async () => {
    const { deaths, asked } = model(batch(7, [deathReport()]), batch(7, []));
    await deaths.refresh();
    await deaths.refresh();
    expect(asked).toEqual([-1, 7]);
    expect(deaths.deaths).toHaveLength(1);
  });

  it('tells what is news from what was there before', async () => {
    const news: boolean[] = [];
    const { deaths } = model(
      batch(7, [deathReport()]),
      batch(8, [deathReport({ id: 'k:2', seq: 8 })])
    );
    deaths.arrived.connect((_, { isNews }) => news.push(isNews));
    await deaths.refresh();
    await deaths.refresh();
    expect(news).toEqual([false, true]);
  });

  it('makes no news of what the server adds to an old report', async () => {
    const news: boolean[] = [];
    const { deaths } = model(
      batch(7, [deathReport({ id: 'k:1', seq: 7 })]),
      batch(8, [deathReport({ id: 'k:1', seq: 8, aftermath: 'restarting' })])
    );
    deaths.arrived.connect((_, { isNews }) => news.push(isNews));
    await deaths.refresh();
    await deaths.refresh();
    expect(news).toEqual([false, false]);
  });

  it('replaces a report by its newer version, and keeps the newest death first', async () => {
    const { deaths } = model(
      batch(2, [
        deathReport({ id: 'k:1', timeMs: 1, state: 'collecting' }),
        deathReport({ id: 'k:2', timeMs: 2 })
      ]),
      batch(3, [deathReport({ id: 'k:1', timeMs: 1, state: 'final' })])
    );
    await deaths.refresh();
    await deaths.refresh();
    expect(deaths.deaths.map(({ id, state }) => [id, state])).toEqual([
      ['k:2', 'final'],
      ['k:1', 'final']
    ]);
  });

  it('keeps its reports when the server was restarted, and asks anew', async () => {
    const { deaths, asked } = model(
      batch(7, [deathReport()]),
      batch(0, [], 'other'),
      batch(1, [deathReport({ id: 'k:9' })], 'other')
    );
    await deaths.refresh();
    await deaths.refresh();
    expect(asked).toEqual([-1, 7, -1]);
    expect(deaths.deaths).toHaveLength(2);
  });

  it('does not answer for a server that does not, and says so once', async () => {
    const warn = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
    const { deaths } = model(batch(0, []), new Error('gone'), new Error('gone'), batch(0, []));
    const answers: boolean[] = [deaths.isAnswering];
    for (let turn = 0; turn < 4; turn++) {
      await deaths.refresh();
      answers.push(deaths.isAnswering);
    }
    expect(answers).toEqual([false, true, false, false, true]);
    expect(warn).toHaveBeenCalledTimes(1);
    warn.mockRestore();
  });

  it('asks once more for news that came after a request was sent', async () => {
    const server = new HeldServer();
    const deaths = new DeathsModel(server);
    const first = deaths.refresh();
    await server.isAsked(1);
    const second = deaths.refresh();
    const third = deaths.refresh();
    server.answer(batch(0, []));
    await first;
    await server.isAsked(2);
    server.answer(batch(1, [deathReport({ id: 'k:1', seq: 1 })]));
    await Promise.all([second, third]);
    expect(deaths.byId('k:1')).not.toBeNull();
    expect(server.asked).toEqual([-1, 0]);
  });

  it.each([
    ['before the page came back', 0],
    ['again after the page came back', 1]
  ])('takes an old death for missed in the answer to a request sent %s', async (_, empty) => {
    const server = new HeldServer();
    const deaths = new DeathsModel(server, () => HOUR_MS);
    const news: boolean[] = [];
    deaths.arrived.connect((_, { isNews }) => news.push(isNews));
    const first = deaths.refresh();
    await server.isAsked(1);
    server.answer(batch(0, []));
    await first;
    const plain = deaths.refresh();
    await server.isAsked(2);
    const back = deaths.refresh(true);
    const old = batch(1, [deathReport({ id: 'k:1', seq: 1, timeMs: 0 })]);
    server.answer(empty ? batch(0, []) : old);
    await plain;
    await server.isAsked(3);
    server.answer(empty ? old : batch(1, []));
    await back;
    expect(news).toEqual([false]);
  });

  it('takes old deaths for missed until a request of after the return is answered', async () => {
    const warn = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
    const old = (seq: number) => deathReport({ id: `k:${seq}`, seq, timeMs: 0 });
    const answers = [batch(0, []), new Error('gone'), batch(1, [old(1)]), batch(2, [old(2)])];
    const { deaths } = model(...answers);
    const news: boolean[] = [];
    deaths.arrived.connect((_, { isNews }) => news.push(isNews));
    await deaths.refresh();
    await deaths.refresh(true);
    await deaths.refresh();
    await deaths.refresh();
    expect(news).toEqual([false, true]);
    warn.mockRestore();
  });

  it('sends one request for calls that meet before it is sent', async () => {
    const { deaths, asked } = model(batch(0, []));
    await Promise.all([deaths.refresh(), deaths.refresh()]);
    expect(asked).toHaveLength(1);
  });
});
