import type { DeathDetails } from './deathDetails';
import type { KernelInfo, LimitSource } from './memory';

export type Confidence = 'certain' | 'high' | 'medium' | 'low';

/** One word per cause, decided by the server (jupyterlab_headroom/nouns/deaths.py). */
export const CAUSES = [
  'oom-kill-limit',
  'oom-kill-machine',
  'oom-kill-other-grew',
  'oom-kill-daemon',
  'oom-kill-user-daemon',
  'killed-from-outside',
  'terminated-from-outside',
  'shared-memory-full',
  'bus-error',
  'segfault',
  'abort',
  'out-of-memory-native',
  'illegal-instruction',
  'signal',
  'exited',
  'could-not-start',
  'crash-loop',
  'worker-oom-kill',
  'unknown'
] as const;
export type Cause = (typeof CAUSES)[number];

export interface ExitStatus {
  code: number | null;
  signal: number | null;
  signalName: string | null;
  peakRssBytes: number | null;
  source: string;
}

export interface Evidence {
  source: string;
  origin: string;
  text: string;
  timeMs: number | null;
  /** true: supports the conclusion; false: speaks against it; null: says nothing either way. */
  supports: boolean | null;
  /** false: the source could not be read, and the text says why. */
  readable: boolean;
}

export interface KernelUse {
  id: string;
  label: string;
  bytes: number | null;
  growthBytes: number | null;
  dead: boolean;
}

/** Columns of equal length, oldest first. */
export interface Curve {
  timesMs: readonly number[];
  usedBytes: readonly (number | null)[];
  limitBytes: readonly (number | null)[];
  kernels: Readonly<Record<string, readonly (number | null)[]>>;
}

export interface DeathReport {
  id: string;
  seq: number;
  timeMs: number;
  state: 'collecting' | 'final';
  kernel: KernelInfo;
  exit: ExitStatus;
  confidence: Confidence;
  /** The cause, with the details that its wording needs. */
  details: DeathDetails;
  limitSource: LimitSource;
  limitBytes: number | null;
  usedBytes: number | null;
  headroomBytes: number | null;
  kernelBytes: number | null;
  sampleAgeMs: number | null;
  gpus: Readonly<Record<string, { usedBytes: number | null; totalBytes: number | null }>>;
  others: readonly KernelUse[];
  evidence: readonly Evidence[];
  curve: Curve;
  stderr: readonly string[];
  aftermath: 'restarting' | 'dead' | 'none';
  wasBusy: boolean | null;
}

/** One answer of `GET deaths`. */
export interface DeathBatch {
  epoch: string;
  seq: number;
  deaths: readonly DeathReport[];
}

/** What the browser knows and the server does not: which cell was running. */
export interface RunningCell {
  cellId: string | null;
  /** Position in the notebook, from 1, at the time of death. */
  position: number | null;
  executionCount: number | null;
  source: string;
  startedMs: number | null;
}
