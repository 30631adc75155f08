import type {
  Context,
  GpuInfo,
  HeadroomClient,
  KernelInfo,
  Latest,
  LimitSource,
  MemoryGroup,
  SampleBatch,
  SamplePoint
} from '../logic/types';

export const MIB = 1024 ** 2;
export const GIB = 1024 ** 3;

export const CONTAINER: LimitSource = {
  kind: 'cgroup-v2',
  path: '/',
  file: '/sys/fs/cgroup/memory.max',
  manager: 'docker'
};

export function kernel(key: string, over: Partial<KernelInfo> = {}): KernelInfo {
  return {
    key,
    id: `kernel-${key}`,
    name: 'python3',
    displayName: 'Python 3',
    language: 'python',
    path: `work/notebook-${key}.ipynb`,
    sessionType: 'notebook',
    pid: 100,
    groupKey: '0',
    locality: 'local',
    executionState: 'idle',
    ...over
  };
}

export function group(key: string, over: Partial<MemoryGroup> = {}): MemoryGroup {
  return { key, isServer: key === '0', limitSource: CONTAINER, ...over };
}

export function gpu(key: string, over: Partial<GpuInfo> = {}): GpuInfo {
  return {
    key,
    name: 'NVIDIA H200',
    vendor: 'nvidia',
    index: Number(key),
    uuid: null,
    totalBytes: 140 * GIB,
    unified: false,
    parent: null,
    ...over
  };
}

function byKey<T extends { key: string }>(items: readonly T[]): Record<string, T> {
  return Object.fromEntries(items.map(item => [item.key, item]));
}

export function context(
  kernels: readonly KernelInfo[] = [kernel('1')],
  groups: readonly MemoryGroup[] = [group('0')],
  gpus: readonly GpuInfo[] = []
): Context {
  return {
    kernels: byKey(kernels),
    groups: byKey(groups),
    gpus: byKey(gpus),
    visibleGpus: {},
    problems: []
  };
}

/** A sample at second `seq`, with one group of 16 GiB. */
export function point(
  seq: number,
  usedBytes: number | null,
  over: Partial<SamplePoint> = {}
): SamplePoint {
  const limitBytes = 16 * GIB;
  const headroomBytes = usedBytes === null ? null : limitBytes - usedBytes;
  return {
    seq,
    timeMs: seq * 1000,
    groups: { '0': { usedBytes, limitBytes, headroomBytes } },
    kernels: {},
    gpus: {},
    vram: {},
    ...over
  };
}

export const LATEST: Latest = {
  machine: {
    totalBytes: 64 * GIB,
    availableBytes: 30 * GIB,
    swapTotalBytes: 0,
    swapFreeBytes: 0,
    pressurePercent: null
  },
  groups: {},
  kernels: {},
  gpus: {}
};

/** The details of a sample, which alone tell what the kernels of a context do. */
function latestOf({ kernels }: Context): Latest {
  const details = Object.values(kernels).map(({ key, executionState }) => [
    key,
    { peakBytes: null, processes: null, vramBasis: null, executionState }
  ]);
  return { ...LATEST, kernels: Object.fromEntries(details) };
}

export function batch(over: Partial<SampleBatch> = {}): SampleBatch {
  return {
    epoch: 'first',
    seq: 1,
    intervalMs: 1000,
    history: { keepMs: 3_600_000, heldMs: 60_000 },
    revision: 1,
    context: context(),
    samples: [point(1, GIB)],
    latest: over.context ? latestOf(over.context) : LATEST,
    ...over
  };
}

/** A server whose answers are set by the test, one after the other; the last one stays. */
export class FakeClient implements HeadroomClient {
  readonly asked: { since: number; revision: number; epoch: string; isFresh: boolean }[] = [];

  constructor(...answers: (SampleBatch | Error)[]) {
    this._answers = answers;
  }

  next(...answers: (SampleBatch | Error)[]): void {
    this._answers = answers;
  }

  async samples(
    since: number,
    revision: number,
    epoch: string,
    isFresh = false
  ): Promise<SampleBatch> {
    this.asked.push({ since, revision, epoch, isFresh });
    const [answer] = this._answers;
    if (this._answers.length > 1) {
      this._answers.shift();
    }
    if (answer === undefined || answer instanceof Error) {
      throw answer ?? new Error('no answer was set');
    }
    return answer;
  }

  deaths(): Promise<never> {
    return Promise.reject(new Error('not used here'));
  }

  checkpoint(): Promise<never> {
    return Promise.reject(new Error('not used here'));
  }

  environment(): Promise<never> {
    return Promise.reject(new Error('not used here'));
  }

  private _answers: (SampleBatch | Error)[];
}
