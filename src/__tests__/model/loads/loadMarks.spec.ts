import { ExecutionLog } from '../../../model/cells/executionLog';
import { LoadMarks } from '../../../model/loads/loadMarks';
import type { Refusal } from '../../../logic/types';
import { MIB } from '../../../logic/words/units';
import { costlyModules } from '../../../logic/loads/rules/imports';
import { capacity, kernel } from '../../logic/loads/rules/fixtures';
import { BFLOAT16, judgedOf } from '../../precheckFixtures';

const IMPORT = { id: 'i', source: 'from transformers import AutoModel' };
const CELL = { id: 'c', source: 'model = AutoModel.from_pretrained("org/model")' };

function setUp(refusals: readonly Refusal[] = []) {
  const checkpoint = jest.fn(async () => BFLOAT16);
  const environment = jest.fn(async () => ({
    versions: { transformers: '4.57.6' },
    cwd: '/w',
    environment: {},
    refusals
  }));
  const room = { mib: 100 };
  /** The process of the kernel, as the newest sample tells. */
  const process: { pid: number | null } = { pid: 1 };
  const log = new ExecutionLog();
  const marks = new LoadMarks({
    client: { checkpoint, environment },
    capacity: { capacityOf: () => capacity(room.mib), kernelById: () => process },
    log
  });
  return { marks, checkpoint, environment, room, process, log };
}

/** What the server tells where no library is, and where it cannot look. */
const answer = (versions: Record<string, null> | null): never =>
  ({ versions, cwd: '/w', environment: {} }) as never;
const NOT_THERE = answer({ transformers: null });
const NOT_KNOWN = answer(null);

afterEach(() => jest.restoreAllMocks());

describe('LoadMarks', () => {
  it('asks nobody about a cell that loads nothing', async () => {
    const { marks, checkpoint, environment } = setUp();
    expect(await marks.lookUp([IMPORT], 0, 'k')).toBeNull();
    expect(checkpoint).not.toHaveBeenCalled();
    expect(environment).not.toHaveBeenCalled();
  });

  it('judges by the libraries of the kernel, and by what is left now', async () => {
    const { marks, room } = setUp();
    const found = await marks.lookUp([IMPORT, CELL], 1, 'k');
    const kinds = () => (found ? marks.marks(found).map(({ verdict }) => verdict.kind) : []);
    expect(kinds()).toEqual(['oom']);
    expect(found?.estimates[0]?.libraryVersion).toBe('4.57.6');
    room.mib = 9000;
    expect(kinds()).toEqual(['fits']);
  });

  it.each<[Refusal['by'], number, string]>([
    ['address-space', 2000, 'refused'],
    ['data', 2000, 'refused'],
    ['overcommit', 2000, 'refused'],
    ['data', 9000, 'fits']
  ])('tells what %s refuses when it leaves %d MiB', async (by, mib, kind) => {
    const { marks, room } = setUp([{ by, leftBytes: mib * MIB }]);
    room.mib = 64_000;
    const found = await marks.lookUp([IMPORT, CELL], 1, 'k');
    const verdicts = found ? marks.marks(found).map(({ verdict }) => verdict) : [];
    expect(verdicts.map(verdict => verdict.kind)).toEqual([kind]);
    expect(verdicts[0]?.refusedBy).toBe(kind === 'refused' ? by : undefined);
  });

  it('asks once about a model while it is typed around', async () => {
    const { marks, checkpoint, environment } = setUp();
    for (const comment of ['# a', '# ab', '# abc']) {
      await marks.lookUp([IMPORT, { id: 'c', source: `${CELL.source}  ${comment}` }], 1, 'k');
    }
    expect(checkpoint).toHaveBeenCalledTimes(1);
    expect(environment).toHaveBeenCalledTimes(1);
  });

  it('never lets a question about what is typed leave the machine', async () => {
    const { marks, checkpoint } = setUp();
    await marks.lookUp([IMPORT, CELL], 1, 'k');
    expect(checkpoint).toHaveBeenCalledWith(
      expect.objectContaining({ reference: 'org/model', offline: true })
    );
  });

  it('asks again about a model that could not be looked up', async () => {
    const { marks, checkpoint } = setUp();
    checkpoint.mockRejectedValueOnce(new Error('gone'));
    expect((await marks.lookUp([IMPORT, CELL], 1, 'k'))?.estimates).toEqual([]);
    expect((await marks.lookUp([IMPORT, CELL], 1, 'k'))?.estimates).toHaveLength(1);
  });

  it('gives the size that the dialog gives when the kernel tells what it has imported', async () => {
    const { marks, log } = setUp();
    const size = async (): Promise<number> => {
      const found = await marks.lookUp([IMPORT, CELL], 1, 'k');
      return found?.estimates[0]?.phases[0]?.anonymous.mid ?? 0;
    };
    const fresh = judgedOf(CELL.source, 100, {
      environment: kernel({ transformers: '4.57.6' }, { modules: [] })
    });
    expect(await size()).toBe(fresh.estimates[0]?.phases[0]?.anonymous.mid);
    log.noteDispatch('k', { id: 'l', source: 'AutoModel.from_pretrained("org/other")' });
    jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 60_000);
    const warm = judgedOf(CELL.source, 100, {
      environment: kernel({ transformers: '4.57.6' }, { modules: costlyModules() })
    });
    expect(await size()).toBe(warm.estimates[0]?.phases[0]?.anonymous.mid);
  });

  it('says that a library is not there, and looks again after a while', async () => {
    const { marks, environment } = setUp();
    environment.mockResolvedValueOnce(NOT_THERE);
    const found = await marks.lookUp([IMPORT, CELL], 1, 'k');
    expect(found && marks.marks(found)[0]?.verdict.kind).toBe('unknown');
    expect(found && marks.isStale(found)).toBe(false);
    jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 60_000);
    expect(found && marks.isStale(found)).toBe(true);
    const again = await marks.lookUp([IMPORT, CELL], 1, 'k');
    expect(again && marks.marks(again)[0]?.verdict.kind).toBe('oom');
    expect(again && marks.isStale(again)).toBe(false);
  });

  it.each([
    ['the server cannot tell', () => Promise.resolve(NOT_KNOWN)],
    ['the server does not answer', () => Promise.reject(new Error('gone'))]
  ])('takes no library for installed where %s, and asks again', async (_, told) => {
    const { marks, environment } = setUp();
    environment.mockImplementationOnce(told);
    const found = await marks.lookUp([IMPORT, CELL], 1, 'k');
    expect(found && marks.marks(found)[0]?.isOpen).toBe(true);
    expect(found && marks.isStale(found)).toBe(false);
    jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 10_000);
    expect(found && marks.isStale(found)).toBe(true);
    const again = await marks.lookUp([IMPORT, CELL], 1, 'k');
    expect(again && marks.marks(again)[0]).toMatchObject({
      isOpen: false,
      verdict: { kind: 'oom' }
    });
    expect(again && marks.isStale(again)).toBe(false);
  });

  it('judges a load of which no library has to be known', async () => {
    const { marks, environment } = setUp();
    environment.mockResolvedValue(NOT_KNOWN);
    const cell = { id: 'c', source: 'import torch\nstate = torch.load("model.bin")' };
    const found = await marks.lookUp([cell], 0, 'k');
    expect(found && marks.marks(found).map(({ isOpen }) => isOpen)).toEqual([false]);
    jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 60_000);
    expect(found && marks.isStale(found)).toBe(false);
  });

  it('forgets what it knew of a process when the kernel has another', async () => {
    const { marks, environment, process } = setUp();
    environment.mockResolvedValueOnce(NOT_THERE);
    const found = await marks.lookUp([IMPORT, CELL], 1, 'k');
    // Between the two there is none: what it knows may well be true again.
    process.pid = null;
    expect(found && marks.isStale(found)).toBe(false);
    process.pid = 2;
    expect(found && marks.isStale(found)).toBe(true);
    const again = await marks.lookUp([IMPORT, CELL], 1, 'k');
    expect(environment).toHaveBeenCalledTimes(2);
    expect(again && marks.marks(again)[0]?.verdict.kind).toBe('oom');
    expect(again && marks.isStale(again)).toBe(false);
  });

  it('asks anew what was asked while there was no process', async () => {
    const { marks, environment, process } = setUp();
    process.pid = null;
    environment.mockResolvedValueOnce(NOT_KNOWN).mockResolvedValueOnce(NOT_THERE);
    const found = await marks.lookUp([IMPORT, CELL], 1, 'k');
    expect(found && marks.marks(found)[0]?.isOpen).toBe(true);
    process.pid = 2;
    expect(found && marks.isStale(found)).toBe(true);
    const again = await marks.lookUp([IMPORT, CELL], 1, 'k');
    expect(again && marks.marks(again)[0]?.verdict.kind).toBe('unknown');
  });

  it('knows a cell that ran as it stands', async () => {
    const { marks, log } = setUp();
    const found = await marks.lookUp([IMPORT, CELL], 1, 'k');
    const hasRun = () => found && marks.marks(found)[0]?.hasRun;
    expect(hasRun()).toBe(false);
    log.noteDispatch('k', { ...CELL, source: 'other' });
    expect(hasRun()).toBe(false);
    log.noteDispatch('k', CELL);
    expect(hasRun()).toBe(true);
  });
});
