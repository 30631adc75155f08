import { ExecutionLog } from '../../../model/cells/executionLog';
import { checkSource } from '../../../model/loads/checkSource';
import { LoadJudge } from '../../../model/loads/loadJudge';
import { KernelEnvironments } from '../../../kernel/kernelEnvironments';
import { KernelLives } from '../../../kernel/kernelLives';
import { BFLOAT16, FakeKernel, PROBE_ANSWER } from '../../precheckFixtures';
import { capacity } from '../../logic/loads/rules/fixtures';

const IMPORTS = 'from transformers import AutoModel';
const LOAD = 'model = AutoModel.from_pretrained("org/model")';

function setUp(headroomMib: number) {
  const client = {
    checkpoint: async () => BFLOAT16,
    environment: async () => ({ versions: {}, cwd: null, environment: {} })
  };
  const judge = new LoadJudge({
    client,
    kernels: new KernelEnvironments(client, new KernelLives()),
    capacity: { refresh: async () => undefined, capacityOf: () => capacity(headroomMib) },
    idleBeside: () => []
  });
  const python = new FakeKernel();
  python.answer = PROBE_ANSWER;
  return { judge, log: new ExecutionLog(), kernel: python.asKernel() };
}

describe('checkSource', () => {
  it('tells what a cell would load, and that it does not fit', async () => {
    const parts = setUp(100);
    const load = await checkSource(`${IMPORTS}\n${LOAD}`, parts.kernel, parts);
    expect(load).toMatchObject({ kind: 'oom', plane: 'ram', model: 'org/model' });
    expect(load?.callee).toBe('transformers.AutoModel.from_pretrained');
    expect(load?.needBytes).toBeGreaterThan(load?.haveBytes ?? Infinity);
  });

  it('knows what the kernel ran before', async () => {
    const parts = setUp(100);
    parts.log.noteDispatch(parts.kernel.id, { id: 'a', source: IMPORTS });
    expect((await checkSource(LOAD, parts.kernel, parts))?.kind).toBe('oom');
  });

  it('says nothing of a cell that loads nothing', async () => {
    const parts = setUp(100);
    expect(await checkSource('x = 1', parts.kernel, parts)).toBeNull();
  });

  it('says nothing when it cannot judge', async () => {
    const warn = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
    const parts = setUp(100);
    jest.spyOn(parts.judge, 'judge').mockRejectedValue(new Error('a fault of ours'));
    expect(await checkSource(`${IMPORTS}\n${LOAD}`, parts.kernel, parts)).toBeNull();
    expect(warn).toHaveBeenCalledTimes(1);
    warn.mockRestore();
  });
});
