import { ClientError } from '../../../logic/types/clientError';
import { findLoadCalls } from '../../../logic/cells/detect';
import type { IdleKernel } from '../../../logic/loads/verdict/relief';
import type {
  EnvironmentFacts,
  CheckpointQuery,
  Context,
  ModelFacts,
  SamplePoint
} from '../../../logic/types';
import { idleBeside } from '../../../model/loads/idleKernels';
import { KernelEnvironments } from '../../../kernel/kernelEnvironments';
import { KernelLives } from '../../../kernel/kernelLives';
import { LoadJudge } from '../../../model/loads/loadJudge';
import { context, gpu, GIB, group, kernel, MIB, point } from '../../memoryFixtures';
import { BFLOAT16, FakeKernel, loadOf, PROBE_ANSWER } from '../../precheckFixtures';
import { capacity } from '../../logic/loads/rules/fixtures';

const SERVER = { versions: { transformers: '4.57.6' }, cwd: '/served', environment: {} };

function setUp(headroomMib: number, answer: ModelFacts | Error = BFLOAT16) {
  const queries: CheckpointQuery[] = [];
  const idle: IdleKernel[] = [];
  const client = {
    checkpoint: async (query: CheckpointQuery) => {
      queries.push(query);
      if (answer instanceof Error) {
        throw answer;
      }
      return answer;
    },
    environment: jest.fn(async () => SERVER)
  };
  const judge = new LoadJudge({
    client,
    kernels: new KernelEnvironments(client, new KernelLives()),
    capacity: {
      refresh: async () => undefined,
      capacityOf: () => capacity(headroomMib)
    },
    idleBeside: () => idle
  });
  const python = new FakeKernel();
  python.answer = PROBE_ANSWER;
  const run = (source: string, isIdle = true) =>
    judge.judge(loadOf(source), python.asKernel(), isIdle);
  return { judge, run, queries, client, python, idle };
}

const CELL = 'model = AutoModel.from_pretrained("org/model")';

describe('LoadJudge', () => {
  it('looks a model up where the kernel would, and judges it', async () => {
    const { run, queries } = setUp(100);
    const judged = await run(CELL);
    expect(queries[0]).toMatchObject({
      reference: 'org/model',
      kernelId: 'k',
      cwd: '/work',
      options: { hf_home: '/kernel/hf' }
    });
    expect(judged.verdict?.kind).toBe('oom');
    expect(judged.verdict?.estimate.libraryVersion).toBe('4.57.6');
  });

  it.each([
    ['says nothing of a load whose library is not there', CELL, true, null],
    [
      'judges it where the cell itself installs it',
      `%pip install transformers\n${CELL}`,
      true,
      'oom'
    ]
  ])('%s', async (_, source, isIdle, kind) => {
    const { run, python } = setUp(100);
    python.answer = { ...PROBE_ANSWER, versions: { transformers: null } };
    expect((await run(source, isIdle)).verdict?.kind ?? null).toBe(kind);
  });

  it('judges a load that waits behind a cell that installs its library', async () => {
    const { judge, client, python } = setUp(100);
    client.environment.mockResolvedValue({ ...SERVER, versions: { transformers: null } } as never);
    const load = loadOf(CELL);
    const queued = [...load.executed, { id: 'p', source: '%pip install transformers' }];
    const kindBehind = async (executed: typeof queued) =>
      (await judge.judge({ ...load, executed }, python.asKernel(), false)).verdict?.kind ?? null;
    expect(await kindBehind([...load.executed])).toBeNull();
    expect(await kindBehind(queued)).toBe('risky');
  });

  it('follows names that only the kernel knows', async () => {
    const { run, queries, python } = setUp(100);
    python.answer = { ...PROBE_ANSWER, names: { 'cfg.base': '/models', size: '7b' } };
    await run('model = AutoModel.from_pretrained(f"{cfg.base}/llama-{size}")');
    expect(python.asked[0]).toContain('cfg.base');
    expect(queries.map(query => query.reference)).toEqual(['/models/llama-7b']);
  });

  it('asks for no model whose name nobody knows', async () => {
    const { run, queries } = setUp(100);
    expect((await run('AutoModel.from_pretrained(pick())')).verdict).toBeNull();
    expect(queries).toEqual([]);
  });

  it('asks the server instead of a busy kernel', async () => {
    const { run, python, client, queries } = setUp(100);
    const judged = await run(CELL, false);
    expect(python.asked).toEqual([]);
    expect(client.environment).toHaveBeenCalledTimes(1);
    expect(queries[0]?.cwd).toBe('/served');
    expect(judged.verdict?.estimate.libraryVersion).toBe('4.57.6');
  });

  it.each([
    ['unreachable', 'unreachable'],
    ['absent', 'absent'],
    ['refused', null]
  ] as const)('takes an answer that is %s for problem %s', async (kind, problem) => {
    const { run } = setUp(100, new ClientError(kind, 'no'));
    const judged = await run(CELL);
    expect(judged.verdict).toBeNull();
    expect(judged.problem?.kind ?? null).toBe(problem);
  });

  it('knows a download that the disk has no room for', async () => {
    const disk = { neededBytes: 20 * GIB, partialBytes: 0, freeBytes: GIB };
    const judged = await setUp(9000, { ...BFLOAT16, found: 'hub', disk }).run(CELL);
    expect(judged.shortages).toEqual([
      { reference: 'org/model', neededBytes: 20 * GIB, freeBytes: GIB, partialBytes: 0 }
    ]);
  });

  it('offers edits with which the whole cell fits, not the one load alone', async () => {
    const one = setUp(1000);
    const ids = one.judge.findRemedies(await one.run(CELL), 'k').fixes.map(fix => fix.id);
    expect(ids).toContain('stored-dtype');
    const both = setUp(1000);
    const other = 'other = AutoModel.from_pretrained("org/other")';
    expect(both.judge.findRemedies(await both.run(`${CELL}\n${other}`), 'k').fixes).toEqual([]);
  });

  it('offers an idle kernel that holds enough', async () => {
    const { judge, run, idle } = setUp(1500);
    const judged = await run(CELL);
    idle.push({ kernel: kernel('2'), ramBytes: 100 * MIB, vramBytes: {} });
    expect(judge.findRemedies(judged, 'k').reliefs).toEqual([]);
    idle.push({ kernel: kernel('3'), ramBytes: 2 * GIB, vramBytes: {} });
    const [relief, ...rest] = judge.findRemedies(judged, 'k').reliefs;
    expect(rest).toEqual([]);
    expect(relief?.kernels.map(k => k.kernel.key)).toEqual(['3']);
    expect(relief?.verdict.kind).toBe('fits');
  });
});

describe('KernelEnvironments', () => {
  const request = { names: [], targets: [], isIdle: true };

  it('asks for versions once a start of the kernel, and again after an installation', async () => {
    const { python, client } = setUp(1);
    const facts = new KernelEnvironments(client, new KernelLives());
    const withVersions = async (): Promise<boolean> => {
      await facts.read(python.asKernel(), request);
      return (python.asked.at(-1) ?? '').includes(String.raw`\"with_versions\":true`);
    };
    expect(await withVersions()).toBe(true);
    python.answer = { ...PROBE_ANSWER, versions: {} };
    expect(await withVersions()).toBe(false);
    expect((await facts.read(python.asKernel(), request))?.versions['torch']).toBe('2.9.0');
    facts.ran('k', 'print("pip")');
    expect(await withVersions()).toBe(false);
    facts.ran('k', '%pip install -U transformers');
    python.answer = PROBE_ANSWER;
    expect(await withVersions()).toBe(true);
    python.become('restarting');
    python.become('idle');
    expect(await withVersions()).toBe(true);
  });

  it('does not keep versions that were read before an installation', async () => {
    const { python, client } = setUp(1);
    const served = await client.environment();
    let answer: () => void = () => undefined;
    const environment = jest
      .fn(async (): Promise<EnvironmentFacts> => ({ ...served, versions: { vllm: 'new' } }))
      .mockImplementationOnce(() => new Promise(resolve => (answer = () => resolve(served))));
    const facts = new KernelEnvironments({ environment }, new KernelLives());
    const busy = { ...request, isIdle: false };
    const early = facts.read(python.asKernel(), busy);
    facts.ran('k', '%pip install -U vllm');
    answer();
    await early;
    expect((await facts.read(python.asKernel(), busy))?.versions).toEqual({ vllm: 'new' });
  });

  it('takes the word of the server when the kernel does not answer in time', async () => {
    const { python, client } = setUp(1);
    python.answer = null;
    const facts = await new KernelEnvironments(client, new KernelLives()).read(
      python.asKernel(),
      request
    );
    expect(facts).toMatchObject({ cwd: '/served', versions: { transformers: '4.57.6' } });
  });

  it('knows nothing when neither answers', async () => {
    const { python } = setUp(1);
    const failing = { environment: () => Promise.reject(new Error('gone')) };
    const busy = { ...request, isIdle: false };
    expect(
      await new KernelEnvironments(failing, new KernelLives()).read(python.asKernel(), busy)
    ).toBeNull();
  });
});

describe('idleBeside', () => {
  const monitorOf = (around: Context, last: SamplePoint) => ({
    context: around,
    history: { last } as never,
    groupOfKernel: () => '0'
  });

  it('names idle kernels of the same group that hold something', () => {
    const kernels = [
      kernel('1'),
      kernel('2'),
      kernel('3', { executionState: 'busy' }),
      kernel('4', { groupKey: '1' }),
      kernel('5')
    ];
    const around = context(kernels, [group('0'), group('1')], [gpu('7', { index: 0 })]);
    const last = point(1, GIB, {
      kernels: { '1': GIB, '2': GIB, '3': GIB, '4': GIB, '5': MIB },
      vram: { '2': { '7': 3 * GIB } }
    });
    expect(idleBeside(monitorOf(around, last), 'kernel-1')).toEqual([
      { kernel: kernels[1], ramBytes: GIB, vramBytes: { '0': 3 * GIB } }
    ]);
  });
});

describe('checkpointQuery, through the cell', () => {
  const optionsOf = async (imports: string, source: string) => {
    const { judge, python, queries } = setUp(100);
    python.answer = { ...PROBE_ANSWER, environment: {} };
    const executed = [{ id: 'i', source: imports }];
    const calls = findLoadCalls([...executed, { id: 'c', source }], 1);
    await judge.judge({ calls, source, executed }, python.asKernel(), true);
    return queries[0]?.options;
  };

  it.each([
    [
      'from transformers import AutoModel',
      'AutoModel.from_pretrained("a/b", gguf_file="q4.gguf", revision="r1", use_safetensors=False)',
      { file: 'q4.gguf', revision: 'r1', use_safetensors: 'false' }
    ],
    [
      'from llama_cpp import Llama',
      'Llama.from_pretrained("a/b", filename="*Q4_K_M.gguf")',
      { file: '*Q4_K_M.gguf' }
    ],
    [
      'from llama_cpp import Llama',
      'Llama.from_pretrained("a/b", "*Q8_0.gguf")',
      { file: '*Q8_0.gguf' }
    ],
    [
      'from sentence_transformers import SentenceTransformer',
      'SentenceTransformer("a/b", cache_folder="/c", model_kwargs={"revision": "r2"})',
      { cache_dir: '/c', revision: 'r2' }
    ],
    ['from safetensors.torch import load_file', 'load_file(filename="/m/a.safetensors")', {}]
  ])('%s: %s', async (imports, source, options) => {
    expect(await optionsOf(imports, source)).toEqual(options);
  });
});
