import { MIB } from '../words/units';
import type { Capacity, DeathDetails, DeathReport, LimitSource, LinuxKill } from '../types';

/** What an ipykernel 7 holds before the first cell: 35 to 40 MiB, measured with Python 3.11. */
const NEW_KERNEL_BYTES = 40 * MIB;

/** The limit that led to the kill, which need not be the one that had the least headroom before. */
export interface DeathLimit {
  source: LimitSource;
  /** null: its size is not known. */
  bytes: number | null;
  /** Whether the report's samples (used, headroom, curve) belong to this limit. */
  isSampled: boolean;
}

/**
 * The limit according to the verdict's details, else according to the samples. They differ when a
 * kernel dies before its own group was sampled, or when the limit is at another level of the
 * hierarchy.
 */
export function limitOfDeath(report: DeathReport): DeathLimit {
  const { limitSource, limitBytes, details } = report;
  const kill = linuxKillOf(details);
  const path = kill?.limitGroup ?? null;
  const bytes = kill?.groupLimitBytes ?? null;
  if (path === null || path === limitSource.path) {
    return { source: limitSource, bytes: limitBytes ?? bytes, isSampled: true };
  }
  const source: LimitSource = {
    kind: kindOf(report),
    path,
    file: null,
    manager: limitSource.path?.startsWith(path) ? limitSource.manager : null
  };
  return { source, bytes, isSampled: false };
}

/**
 * What a new kernel will have under the limit that led to the kill.
 *
 * The capacity of this moment says little: the dead kernel's memory may not be free yet, and the
 * new process may not have been moved to its control group.
 */
export function capacityAfterDeath(report: DeathReport, now: Capacity): Capacity {
  const limit = limitOfDeath(report);
  if (linuxKillOf(report.details)?.scope !== 'limit' || limit.bytes === null) {
    return now;
  }
  const { usedBytes, kernelBytes } = report;
  const isKnown = limit.isSampled && usedBytes !== null && kernelBytes !== null;
  const othersBytes = isKnown ? Math.max(0, usedBytes - kernelBytes) : 0;
  return {
    ...now,
    limitBytes: limit.bytes,
    limitSource: limit.source,
    headroomBytes: Math.max(0, limit.bytes - othersBytes - NEW_KERNEL_BYTES)
  };
}

/** The OOM kill by Linux; for a crash loop, that of its last death. Null when there was none. */
export function linuxKillOf(details: DeathDetails): LinuxKill | null {
  const death = details.cause === 'crash-loop' ? details.last : details;
  return 'kill' in death ? death.kill : null;
}

/** Which counters were read tells what kind of control group it is. */
function kindOf({ evidence, limitSource }: DeathReport): LimitSource['kind'] {
  if (evidence.some(({ source }) => source === 'memory.oom_control')) {
    return 'cgroup-v1';
  }
  if (evidence.some(({ source }) => source.startsWith('memory.events'))) {
    return 'cgroup-v2';
  }
  return limitSource.kind === 'machine' ? 'unknown' : limitSource.kind;
}
