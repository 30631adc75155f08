import type {
  Curve,
  DeathBatch,
  DeathReport,
  Evidence,
  ExitStatus,
  KernelUse
} from '../logic/types';
import { deathDetails } from './wireDeathDetails';
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
import type { Decode } from './wireFields';
import { kernelFields, limitSource } from './wireMemory';

const exitStatus: Decode<ExitStatus> = object(fields => ({
  code: fields.get('code', orNull(number)),
  signal: fields.get('signal', orNull(number)),
  signalName: fields.get('signal_name', orNull(text)),
  peakRssBytes: fields.get('peak_rss_bytes', orNull(number)),
  source: fields.get('source', text)
}));

const evidence: Decode<Evidence> = object(fields => ({
  source: fields.get('source', text),
  origin: fields.get('origin', text),
  text: fields.get('text', text),
  timeMs: fields.get('time', orNull(milliseconds)),
  supports: fields.get('supports', orNull(flag)),
  readable: fields.get('readable', flag)
}));

const kernelUse: Decode<KernelUse> = object(fields => ({
  id: fields.get('id', text),
  label: fields.get('label', text),
  bytes: fields.get('bytes', orNull(number)),
  growthBytes: fields.get('growth_bytes', orNull(number)),
  dead: fields.get('dead', flag)
}));

const column = list(orNull(number));

const curve: Decode<Curve> = (value, where) => {
  const read = object(fields => ({
    timesMs: fields.get('times', list(milliseconds)),
    usedBytes: fields.get('used_bytes', column),
    limitBytes: fields.get('limit_bytes', column),
    kernels: fields.get('kernels', map(column))
  }))(value, where);
  const columns = [read.usedBytes, read.limitBytes, ...Object.values(read.kernels)];
  if (columns.some(({ length }) => length !== read.timesMs.length)) {
    throw unexpected(where, 'a set of columns of equal length');
  }
  return read;
};

const gpu = object(fields => ({
  usedBytes: fields.get('used_bytes', orNull(number)),
  totalBytes: fields.get('total_bytes', orNull(number))
}));

const report: Decode<DeathReport> = object(fields => ({
  id: fields.get('id', text),
  seq: fields.get('seq', number),
  timeMs: fields.get('time', milliseconds),
  state: fields.get('state', oneOf(['collecting', 'final'])),
  kernel: fields.get(
    'kernel',
    object(own => kernelFields(own, own.get('key', text), own.get('execution_state', orNull(text))))
  ),
  exit: fields.get('exit', exitStatus),
  confidence: fields.get('confidence', oneOf(['certain', 'high', 'medium', 'low'])),
  details: fields.get('details', deathDetails),
  limitSource: fields.get('limit_source', limitSource),
  limitBytes: fields.get('limit_bytes', orNull(number)),
  usedBytes: fields.get('used_bytes', orNull(number)),
  headroomBytes: fields.get('headroom_bytes', orNull(number)),
  kernelBytes: fields.get('kernel_bytes', orNull(number)),
  sampleAgeMs: fields.get('sample_age', orNull(milliseconds)),
  gpus: fields.get('gpus', optionalMap(gpu)),
  others: fields.get('others', list(kernelUse)),
  evidence: fields.get('evidence', list(evidence)),
  curve: fields.get('curve', curve),
  stderr: fields.get('stderr', list(text)),
  aftermath: fields.get('aftermath', oneOf(['restarting', 'dead', 'none'])),
  wasBusy: fields.get('was_busy', orNull(flag))
}));

/** An answer of `GET deaths`. */
export const deathBatch: Decode<DeathBatch> = object(fields => ({
  epoch: fields.get('epoch', text),
  seq: fields.get('seq', number),
  deaths: fields.get('deaths', list(report))
}));
