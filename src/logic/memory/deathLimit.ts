import type { DeathDetails, DeathReport, LimitSource, LinuxKill } from '../types';

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
