import type { CheckpointQuery, DeathReport } from '../../../logic/types';
import { DeathCase } from '../../../model/deaths/deathCase';
import { KernelEnvironments } from '../../../kernel/kernelEnvironments';
import { KernelLives } from '../../../kernel/kernelLives';
import { MIB } from '../../../logic/words/units';
import { LoadJudge } from '../../../model/loads/loadJudge';
import { lookUpLostLoad } from '../../../model/deaths/lostLoad';
import { deathReport, detailsOf, runningCell, trans } from '../../deathFixtures';
import { capacity } from '../../logic/loads/rules/fixtures';
import { BFLOAT16, FakeKernel } from '../../precheckFixtures';

const IMPORT = { id: 'a', source: 'from transformers import AutoModel\nname = "org/model"' };
const LOAD = { id: 'b', source: 'model = AutoModel.from_pretrained(name)' };
const QUEUED = { id: 'c', source: 'name = "org/another"' };

function setUp(headroomMib = 1500) {
  const queries: CheckpointQuery[] = [];
  const client = {
    checkpoint: async (query: CheckpointQuery) => {
      queries.push(query);
      return BFLOAT16;
    },
    environment: async () => ({
      versions: { transformers: '4.57.6', torch: '2.9.0' },
      cwd: '/served',
      environment: {}
    })
  };
  const judge = new LoadJudge({
    client,
    kernels: new KernelEnvironments(client, new KernelLives()),
    capacity: { refresh: async () => undefined, capacityOf: () => capacity(headroomMib) },
    idleBeside: () => []
  });
  const kernel = new FakeKernel();
  const lookUp = (
    source = LOAD.source,
    ran = [IMPORT, LOAD, QUEUED],
    report: DeathReport | null = null
  ) => lookUpLostLoad(judge, kernel.asKernel(), runningCell({ cellId: 'b', source }), ran, report);
  return { lookUp, queries, kernel, judge };
}

describe('lookUpLostLoad', () => {
  it('reads the cell with what ran before it, and not with what waited behind it', async () => {
    const { lookUp, queries } = setUp();
    await lookUp();
    expect(queries.map(({ reference }) => reference)).toEqual(['org/model']);
    expect(queries[0]?.cwd).toBe('/served');
  });

  it('counts with the versions of the kernel, and asks no kernel', async () => {
    const { lookUp, kernel } = setUp();
    const load = await lookUp();
    expect(load?.estimate.libraryVersion).toBe('4.57.6');
    expect(load?.estimate.dtype).toBe('F32');
    expect(kernel.asked).toEqual([]);
  });

  it('finds nothing in a cell that loads nothing', async () => {
    const { lookUp, queries } = setUp();
    expect(await lookUp('x = 1')).toBeNull();
    expect(queries).toEqual([]);
  });

  it('never rejects', async () => {
    const judge = {
      judge: () => Promise.reject(new Error('no')),
      findRemedies: () => ({}) as never
    };
    const kernel = new FakeKernel().asKernel();
    const cell = runningCell({ source: LOAD.source });
    expect(await lookUpLostLoad(judge, kernel, cell, [IMPORT], null)).toBeNull();
  });

  it.each([
    ['has not been moved to its group yet', 24_000],
    ['is counted with the memory of the old one, which is not free yet', 5]
  ])('offers what fits the limit of the kill where the new process %s', async (_, headroomMib) => {
    const details = detailsOf('oom-kill-limit', {
      kill: { limit_cgroup: '/job', group_limit_bytes: 1500 * MIB }
    });
    const load = await setUp(headroomMib).lookUp(undefined, undefined, deathReport({ details }));
    expect(load?.fixes.length).toBeGreaterThan(0);
  });

  it('offers the edit that fits, ahead of advice in general', async () => {
    const load = await setUp().lookUp();
    expect(load?.fixes.length).toBeGreaterThan(0);
    const cell = runningCell({ cellId: 'b', source: LOAD.source });
    const report = deathReport();
    const death = new DeathCase({ kernelId: 'k', path: null, cell, report, noticedMs: 0 });
    if (load) {
      death.learn(load);
    }
    const [first, ...others] = death.explain(trans).nextSteps;
    expect(first?.action).toMatchObject({ kind: 'edit-cell', cellId: 'b', before: LOAD.source });
    expect(first?.snippet?.text).toMatch(/AutoModel\.from_pretrained\(name, .+\)/);
    expect(others.some(({ snippet }) => snippet?.text.includes('from_pretrained(...'))).toBe(false);
  });
});
