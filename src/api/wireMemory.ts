import { LIMIT_MANAGERS } from '../logic/types';
import type {
  Context,
  GpuDetails,
  GpuInfo,
  GroupDetails,
  GroupPoint,
  HistorySpan,
  KernelDetails,
  KernelInfo,
  Latest,
  LimitManager,
  LimitSource,
  MachineDetails,
  MemoryGroup,
  SampleBatch,
  SamplePoint
} from '../logic/types';
import {
  flag,
  list,
  map,
  milliseconds,
  number,
  object,
  oneOf,
  optionalMap,
  orNull,
  text,
  unexpected
} from './wireFields';
import type { Decode, Fields } from './wireFields';

/**
 * A newer server may know more managers. An unknown one becomes null, which the texts can handle.
 */
const limitManager: Decode<LimitManager | null> = (value, where) => {
  const name = text(value, where);
  return LIMIT_MANAGERS.find(known => known === name) ?? null;
};

export const limitSource: Decode<LimitSource> = object(fields => ({
  kind: fields.get('kind', oneOf(['cgroup-v2', 'cgroup-v1', 'machine', 'unknown'])),
  path: fields.get('path', orNull(text)),
  file: fields.get('file', orNull(text)),
  manager: fields.get('manager', orNull(limitManager))
}));

/**
 * `key` is the field's own name in a map, or one of the record's fields in a report. Only a report
 * contains the execution state; elsewhere it comes with each sample.
 */
export const kernelFields = (
  fields: Fields,
  key: string,
  executionState: string | null = null
): KernelInfo => ({
  key,
  id: fields.get('id', text),
  name: fields.get('name', text),
  displayName: fields.get('display_name', orNull(text)),
  language: fields.get('language', orNull(text)),
  path: fields.get('path', orNull(text)),
  sessionType: fields.get('session_type', orNull(text)),
  pid: fields.get('pid', orNull(number)),
  groupKey: fields.get('group', orNull(text)),
  locality: fields.get('locality', oneOf(['local', 'remote', 'unknown'])),
  executionState
});

const gpuFields = (fields: Fields, key: string): GpuInfo => ({
  key,
  name: fields.get('name', text),
  vendor: fields.get('vendor', text),
  index: fields.get('index', orNull(number)),
  uuid: fields.get('uuid', orNull(text)),
  totalBytes: fields.get('total_bytes', orNull(number)),
  unified: fields.get('unified', flag),
  parent: fields.get('parent', orNull(text))
});

/** A map whose values are built with knowledge of their own key. */
function keyed<T>(build: (fields: Fields, key: string) => T): Decode<Record<string, T>> {
  return (value, where) => {
    const records = map(object(fields => fields))(value, where);
    return Object.fromEntries(
      Object.entries(records).map(([key, fields]) => [key, build(fields, key)])
    );
  };
}

const context: Decode<Context> = object(fields => {
  const serverGroup = fields.get('server_group', orNull(text));
  const group = (own: Fields, key: string): MemoryGroup => ({
    key,
    limitSource: own.get('limit_source', limitSource),
    isServer: key === serverGroup
  });
  return {
    groups: fields.get('groups', keyed(group)),
    kernels: fields.get(
      'kernels',
      keyed((own, key) => kernelFields(own, key))
    ),
    gpus: fields.get('gpus', keyed(gpuFields)),
    visibleGpus: fields.get('visible_gpus', map(list(orNull(text)))),
    problems: fields.get(
      'problems',
      list(
        object(own => ({
          source: own.get('source', text),
          message: own.get('message', text)
        }))
      )
    )
  };
});

const groupPoint: Decode<GroupPoint> = (value, where) => {
  const [used, limit, headroom, ...rest] = list(orNull(number))(value, where);
  if (used === undefined || limit === undefined || headroom === undefined || rest.length > 0) {
    throw unexpected(where, 'a list of used, limit and headroom');
  }
  return { usedBytes: used, limitBytes: limit, headroomBytes: headroom };
};

const sample: Decode<SamplePoint> = object(fields => ({
  seq: fields.get('seq', number),
  timeMs: fields.get('time', milliseconds),
  groups: fields.get('groups', optionalMap(groupPoint)),
  kernels: fields.get('kernels', optionalMap(orNull(number))),
  gpus: fields.get('gpus', optionalMap(orNull(number))),
  vram: fields.get('vram', optionalMap(map(number)))
}));

const machine: Decode<MachineDetails> = object(fields => ({
  totalBytes: fields.get('total_bytes', orNull(number)),
  availableBytes: fields.get('available_bytes', orNull(number)),
  swapTotalBytes: fields.get('swap_total_bytes', orNull(number)),
  swapFreeBytes: fields.get('swap_free_bytes', orNull(number)),
  pressurePercent: fields.get('pressure_percent', orNull(number))
}));

const groupDetails: Decode<GroupDetails> = object(fields => ({
  usedBytes: fields.get('used_bytes', orNull(number)),
  limitBytes: fields.get('limit_bytes', orNull(number)),
  headroomBytes: fields.get('headroom_bytes', orNull(number)),
  workingSetBytes: fields.get('working_set_bytes', orNull(number)),
  shmemBytes: fields.get('shmem_bytes', orNull(number)),
  highBytes: fields.get('high_bytes', orNull(number)),
  peakBytes: fields.get('peak_bytes', orNull(number)),
  swapUsedBytes: fields.get('swap_used_bytes', orNull(number)),
  swapLimitBytes: fields.get('swap_limit_bytes', orNull(number)),
  pressurePercent: fields.get('pressure_percent', orNull(number)),
  oomGroup: fields.get('oom_group', orNull(flag))
}));

const kernelDetails: Decode<KernelDetails> = object(fields => ({
  peakBytes: fields.get('peak_bytes', orNull(number)),
  processes: fields.get('processes', orNull(number)),
  executionState: fields.get('execution_state', orNull(text)),
  vramBasis: fields.get('vram_basis', orNull(text))
}));

const gpuDetails: Decode<GpuDetails> = object(fields => ({
  usedBytes: fields.get('used_bytes', orNull(number)),
  totalBytes: fields.get('total_bytes', orNull(number)),
  utilizationPercent: fields.get('utilization_percent', orNull(number)),
  stale: fields.get('stale', flag)
}));

const latest: Decode<Latest> = object(fields => ({
  machine: fields.get('machine', machine),
  groups: fields.get('groups', optionalMap(groupDetails)),
  kernels: fields.get('kernels', optionalMap(kernelDetails)),
  gpus: fields.get('gpus', optionalMap(gpuDetails))
}));

const historySpan: Decode<HistorySpan> = object(fields => ({
  keepMs: fields.get('keep_seconds', milliseconds),
  heldMs: fields.get('held_seconds', milliseconds)
}));

/** An answer of `GET samples`. */
export const sampleBatch: Decode<SampleBatch> = object(fields => ({
  epoch: fields.get('epoch', text),
  seq: fields.get('seq', number),
  intervalMs: fields.get('interval', milliseconds),
  history: fields.get('history', historySpan),
  revision: fields.get('revision', number),
  context: fields.get('context', orNull(context)),
  samples: fields.get('samples', list(sample)),
  latest: fields.get('latest', orNull(latest))
}));
