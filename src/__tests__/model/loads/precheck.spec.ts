import { ClientError } from '../../../logic/types/clientError';
import type { JudgedLoads } from '../../../model/loads/loadJudge';
import {
  PrecheckModel,
  type PrecheckLevel,
  type PrecheckStatus
} from '../../../model/loads/precheck';
import { FakeKernel, judgedOf, loadOf } from '../../precheckFixtures';

const CELL = 'model = AutoModel.from_pretrained("org/model")';

function setUp(judge: () => Promise<JudgedLoads>, level: PrecheckLevel = 'risky') {
  const findRemedies = jest.fn(() => ({ fixes: [], reliefs: [] }));
  const model = new PrecheckModel({ judge: { judge, findRemedies }, level: () => level });
  const seen: PrecheckStatus[] = [];
  model.statusChanged.connect((_, status) => seen.push(status));
  const check = () => model.check(loadOf(CELL), new FakeKernel().asKernel(), true);
  return { model, seen, check, findRemedies };
}

const answering = (judged: JudgedLoads) => async () => judged;

afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

describe('findLoad', () => {
  const executed = loadOf(CELL).executed;

  it('finds the loads of the cell, and keeps what ran before it', () => {
    const { model } = setUp(answering(judgedOf(CELL, 100)));
    const found = model.findLoad(executed, { id: 'c', source: CELL });
    expect(found?.calls[0]?.model.value).toBe('org/model');
    expect(found?.executed).toBe(executed);
    expect(model.findLoad(executed, { id: 'c', source: 'x = 1' })).toBeNull();
  });

  it('does not even read cells when the check is off', () => {
    const { model } = setUp(answering(judgedOf(CELL, 100)), 'off');
    expect(model.findLoad(executed, { id: 'c', source: CELL })).toBeNull();
  });
});

describe('check', () => {
  it.each<[PrecheckLevel, number, string | null]>([
    ['risky', 100, 'oom'],
    ['risky', 4000, null],
    ['risky', 2100, 'risky'],
    ['oom', 2100, null],
    ['oom', 100, 'oom']
  ])('at level %s with %i MiB left gives %s', async (level, headroom, kind) => {
    const { check } = setUp(answering(judgedOf(CELL, headroom)), level);
    expect((await check())?.verdict.kind ?? null).toBe(kind);
  });

  it('asks about a load that swaps at level slow only', async () => {
    const swapping = judgedOf(CELL, 500, { capacity: { swapFreeBytes: 8 * 1024 ** 3 } });
    expect(swapping.verdict?.kind).toBe('slow');
    expect(await setUp(answering(swapping)).check()).toBeNull();
    expect(await setUp(answering(swapping), 'slow').check()).not.toBeNull();
  });

  it('lets a cell run of which nothing is known', async () => {
    const { check, model } = setUp(answering({ ...judgedOf(CELL, 100), verdict: null }));
    expect(await check()).toBeNull();
    expect(model.status).toBe('ok');
  });

  it('asks when only the disk is too small, without looking for fixes', async () => {
    const shortage = { reference: 'org/model', neededBytes: 9, freeBytes: 1, partialBytes: 0 };
    const judged = { ...judgedOf(CELL, 9000), shortages: [shortage] };
    const { check, findRemedies } = setUp(answering(judged));
    expect(await check()).toMatchObject({ isSevere: false, shortages: [shortage] });
    expect(findRemedies).not.toHaveBeenCalled();
  });

  it('lets the cell run after a second without an answer, and says so once', async () => {
    jest.useFakeTimers();
    const { check, seen, model } = setUp(() => new Promise(() => undefined));
    const first = check();
    await jest.advanceTimersByTimeAsync(999);
    expect(seen).toEqual([]);
    await jest.advanceTimersByTimeAsync(1);
    expect(await first).toBeNull();
    const second = check();
    await jest.advanceTimersByTimeAsync(1000);
    expect(await second).toBeNull();
    expect(seen).toEqual(['late']);
    expect(model.status).toBe('late');
  });

  it('takes an answer that came while the page stood still', async () => {
    const { check, seen } = setUp(
      () => new Promise(resolve => setTimeout(() => resolve(judgedOf(CELL, 100)), 1050))
    );
    const result = check();
    const end = performance.now() + 1100;
    while (performance.now() < end) {
      // A large output is being drawn.
    }
    expect((await result)?.verdict.kind).toBe('oom');
    expect(seen).toEqual([]);
  });

  it('cancels the requests of a check that came too late', async () => {
    jest.useFakeTimers();
    let given: AbortSignal | undefined;
    const judge = (...args: unknown[]) => {
      given = args[3] as AbortSignal;
      return new Promise<JudgedLoads>(() => undefined);
    };
    const { check } = setUp(judge);
    const result = check();
    expect(given?.aborted).toBe(false);
    await jest.advanceTimersByTimeAsync(1000);
    await result;
    expect(given?.aborted).toBe(true);
  });

  it('says once that a model could not be looked up, and once more after it went well', async () => {
    let judged: JudgedLoads = {
      ...judgedOf(CELL, 9000),
      verdict: null,
      problem: new ClientError('absent', 'no server part')
    };
    const { check, seen } = setUp(async () => judged);
    const failing = judged;
    expect(await check()).toBeNull();
    await check();
    expect(seen).toEqual(['failed']);
    judged = judgedOf(CELL, 9000);
    await check();
    judged = failing;
    await check();
    expect(seen).toEqual(['failed', 'ok', 'failed']);
  });

  it('does not say that a cell runs unchecked when it asks about another load of it', async () => {
    const problem = new ClientError('absent', 'no server part');
    let judged: JudgedLoads = { ...judgedOf(CELL, 100), problem };
    const { check, seen } = setUp(async () => judged);
    expect((await check())?.verdict.kind).toBe('oom');
    expect(seen).toEqual([]);
    // The other load fits, so nobody is asked, and the one that is not known runs unchecked.
    judged = { ...judgedOf(CELL, 9000), problem };
    expect(await check()).toBeNull();
    expect(seen).toEqual(['failed']);
  });

  it('fails open, and reports a fault of ours once', async () => {
    const error = jest.spyOn(console, 'error').mockImplementation(() => undefined);
    const { check, seen } = setUp(() => Promise.reject(new Error('a bug')));
    expect(await check()).toBeNull();
    expect(await check()).toBeNull();
    expect(error).toHaveBeenCalledTimes(1);
    expect(seen).toEqual(['failed']);
  });
});
