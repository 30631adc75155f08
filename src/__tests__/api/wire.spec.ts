import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { modelFacts } from '../../api/wireCheckpoint';
import { deathBatch } from '../../api/wireDeaths';
import { environmentFacts } from '../../api/wireEnvironment';
import { sampleBatch } from '../../api/wireMemory';
import { deathDetails } from '../../api/wireDeathDetails';
import { CAUSES } from '../../logic/types';
import { ClientError } from '../../logic/types/clientError';

type Json = Record<string, unknown>;

function golden(name: string): Json {
  const path = join(__dirname, '../../../tests/wire', `${name}.json`);
  return JSON.parse(readFileSync(path, 'utf8')) as Json;
}

/** Every way to reach a leaf or a branch of a message. */
function paths(value: unknown, prefix: (string | number)[] = []): (string | number)[][] {
  if (typeof value !== 'object' || value === null) {
    return [prefix];
  }
  const entries: [string | number, unknown][] = Array.isArray(value)
    ? value.map((item, i) => [i, item])
    : Object.entries(value);
  return [prefix, ...entries.flatMap(([key, item]) => paths(item, [...prefix, key]))];
}

function replaced(message: Json, path: (string | number)[], value: unknown): Json {
  const copy = JSON.parse(JSON.stringify({ root: message })) as { root: Json };
  const full = ['root', ...path];
  const last = full.pop() as string;
  const parent = full.reduce<Json>((at, key) => at[key] as Json, copy);
  parent[last] = value;
  return copy.root;
}

describe('sampleBatch', () => {
  const batch = sampleBatch(golden('samples'), 'samples');

  it('reads the frame', () => {
    expect(batch).toMatchObject({
      epoch: '5f0c2a77e1b94d0e',
      seq: 3,
      intervalMs: 1000,
      history: { keepMs: 3_600_000, heldMs: 1000 },
      revision: 2
    });
  });

  it('gives groups their key and marks the one of the server', () => {
    expect(batch.context?.groups['0']).toMatchObject({ key: '0', isServer: true });
    expect(batch.context?.groups['1']).toEqual({
      key: '1',
      isServer: false,
      limitSource: {
        kind: 'cgroup-v1',
        path: '/headroom-demo',
        file: '/sys/fs/cgroup/memory/headroom-demo/memory.limit_in_bytes',
        manager: null
      }
    });
  });

  it('reads kernels, GPUs and problems', () => {
    expect(batch.context?.kernels['1']).toMatchObject({
      key: '1',
      displayName: 'Python 3 (1 GiB)',
      groupKey: '1'
    });
    expect(batch.context?.kernels['2']).toMatchObject({ locality: 'remote', groupKey: null });
    expect(batch.context?.gpus['0']).toMatchObject({ key: '0', totalBytes: 150754820096 });
    expect(batch.context?.visibleGpus).toEqual({ '1': ['0', null] });
    expect(batch.context?.problems).toEqual([
      { source: 'nvml', message: 'The NVIDIA driver does not answer.' }
    ]);
  });

  it('turns seconds into milliseconds and rows into named figures', () => {
    expect(batch.samples[0]).toEqual({
      seq: 2,
      timeMs: 1795237200250,
      groups: {
        '0': { usedBytes: 1073741824, limitBytes: 25769803776, headroomBytes: 24696061952 },
        '1': { usedBytes: 104857600, limitBytes: 1073741824, headroomBytes: 968884224 }
      },
      kernels: { '1': 83886080 },
      gpus: { '0': 1048576 },
      vram: { '1': { '0': 524288 } }
    });
  });

  it('keeps unknown unknown and takes maps that are left out as empty', () => {
    expect(batch.samples[1]).toMatchObject({
      groups: { '1': { usedBytes: null, limitBytes: null, headroomBytes: null } },
      kernels: { '2': null },
      gpus: {},
      vram: {}
    });
  });

  it('reads the details of the newest sample', () => {
    expect(batch.latest?.machine.pressurePercent).toBeNull();
    expect(batch.latest?.groups['1']).toMatchObject({
      workingSetBytes: 120586240,
      oomGroup: false
    });
    expect(batch.latest?.kernels['1']).toEqual({
      peakBytes: 419430400,
      processes: 3,
      executionState: 'busy',
      vramBasis: 'nvml'
    });
    expect(batch.latest?.gpus['0']).toMatchObject({ utilizationPercent: 12, stale: true });
  });

  it('takes an unchanged context as null', () => {
    expect(sampleBatch({ ...golden('samples'), context: null }, 'samples').context).toBeNull();
  });
});

describe('deathBatch', () => {
  const [report] = deathBatch(golden('deaths'), 'deaths').deaths;

  it('reads the report', () => {
    expect(report).toMatchObject({
      state: 'final',
      timeMs: 1795237260500,
      confidence: 'certain',
      exit: { code: null, signal: 9, signalName: 'SIGKILL' },
      kernel: { key: '1', path: 'story.ipynb' },
      limitSource: { kind: 'cgroup-v1' },
      sampleAgeMs: 400,
      details: { cause: 'oom-kill-limit', kill: { limitGroup: '/headroom-demo' } },
      aftermath: 'restarting',
      wasBusy: true
    });
  });

  it('reads evidence that speaks for, and that could not be read', () => {
    expect(report?.evidence.map(({ supports }) => supports)).toEqual([true, true, null]);
    expect(report?.evidence.map(({ readable }) => readable)).toEqual([true, true, false]);
    expect(report?.evidence[0]?.timeMs).toBe(1795237260500);
  });

  it('reads the curve as columns', () => {
    expect(report?.curve.timesMs).toHaveLength(3);
    expect(report?.curve.limitBytes).toEqual([1073741824, 1073741824, null]);
  });

  it('refuses a curve with columns of other lengths', () => {
    const torn = replaced(golden('deaths'), ['deaths', 0, 'curve', 'used_bytes'], [1]);
    expect(() => deathBatch(torn, 'deaths')).toThrow(/curve is not a set of columns/);
  });
});

describe('details of a death', () => {
  const golden = JSON.parse(
    readFileSync(join(__dirname, '../../../tests/wire/death-details.json'), 'utf8')
  ) as Json[];
  const leaves = golden.flatMap(details =>
    paths(details)
      .filter(path => path.length > 0)
      .map(path => [`${String(details['cause'])}: ${path.join('.')}`, details, path] as const)
  );

  it('has golden ones for every cause', () => {
    expect(golden.map(({ cause }) => cause)).toEqual(CAUSES);
  });

  it.each(golden.map(details => [details['cause'], details] as const))(
    'reads every field of %s',
    (cause, details) => {
      const read = deathDetails(details, 'details');
      expect(read.cause).toBe(cause);
      expect(paths(read)).toHaveLength(paths(details).length);
    }
  );

  it.each(leaves)('are refused when %s is no such thing', (_label, details, path) => {
    const torn = replaced(details, [...path], Symbol.iterator);
    expect(() => deathDetails(torn, 'details')).toThrow(ClientError);
  });

  it('have no crash loop in a crash loop', () => {
    const loop = golden.find(({ cause }) => cause === 'crash-loop');
    expect(() => deathDetails({ ...loop, last: loop }, 'details')).toThrow(/not a single death/);
  });
});

describe('modelFacts', () => {
  it('reads the facts', () => {
    expect(modelFacts(golden('checkpoint'), 'checkpoint')).toMatchObject({
      found: 'local-path',
      source: 'safetensors-header',
      files: [{ name: 'model.safetensors', bytes: 1610613896 }],
      tensors: [{ dtype: 'BF16', bytes: 1610612736, role: 'dense' }],
      largestTensorBytes: 134217728,
      config: { torch_dtype: 'bfloat16' },
      components: {},
      problem: null
    });
  });

  it('reads the parts of a pipeline by the same rules', () => {
    const whole = { ...golden('checkpoint'), components: { unet: golden('checkpoint') } };
    expect(modelFacts(whole, 'checkpoint').components.unet?.found).toBe('local-path');
    const torn = { ...whole, components: { unet: { found: 'local-path' } } };
    expect(() => modelFacts(torn, 'checkpoint')).toThrow(/components\.unet\./);
  });
});

describe('environmentFacts', () => {
  it('keeps a library that is not installed apart from packages that were not found', () => {
    const { versions, cwd, environment, refusals } = environmentFacts(
      golden('environment'),
      'environment'
    );
    expect(versions).toEqual({ transformers: '4.57.6', torch: '2.13.0+cpu', vllm: null });
    expect(cwd).toBe('/home/ada/notebooks');
    expect(environment['HF_HOME']).toBe('/data/hf');
    expect(refusals).toEqual([
      { by: 'address-space', leftBytes: 8 * 1024 ** 3 },
      { by: 'overcommit', leftBytes: 3 * 1024 ** 3 }
    ]);
    const bare = { ...golden('environment'), versions: null, cwd: null };
    expect(environmentFacts(bare, 'environment')).toMatchObject({ versions: null, cwd: null });
  });
});

/** Values that pass as they are: a model's config. */
const FREE = /^config\./;

describe.each([
  ['samples', sampleBatch],
  ['deaths', deathBatch],
  ['checkpoint', modelFacts],
  ['environment', environmentFacts]
] as const)('a torn message of %s', (name, read) => {
  const message = golden(name);
  const places = paths(message)
    .filter(path => path.length > 0)
    .map(path => [path.join('.'), path] as const)
    .filter(([label]) => !FREE.test(label));

  it.each(places)('is refused as a whole when %s is no such thing', (_label, path) => {
    const torn = replaced(message, [...path], Symbol.iterator);
    expect(() => read(torn, name)).toThrow(ClientError);
  });

  it('names the place in words for people', () => {
    expect(() => read([], name)).toThrow(`${name} is not an object`);
  });

  it.each([null, 'text', 7, undefined])('is not %p', value => {
    expect(() => read(value, name)).toThrow(ClientError);
  });
});
