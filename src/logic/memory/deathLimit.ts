import type { DeathDetails, DeathReport, LimitSource, LinuxKill } from '../types';

/** The limit that killed, which need not be the one with the least headroom before. */
export interface DeathLimit {
  source: LimitSource;
  /** null: its size is not known. */
  bytes: number | null;
  /** The report's samples (used, headroom, curve) belong to this limit. */
  isSampled: boolean;
}

/**
 * The limit by the verdict's details, else by the samples. They differ when a
 * kernel dies before its own group was sampled, or at another level of groups.
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

/** The OOM kill by Linux, of a crash loop that of its last death; null: it was none. */
export function linuxKillOf(details: DeathDetails): LinuxKill | null {
  const death = details.cause === 'crash-loop' ? details.last : details;
  return 'kill' in death ? death.kill : null;
}

/** The counters that were read tell which kind of control group it is. */
function kindOf({ evidence, limitSource }: DeathReport): LimitSource['kind'] {
  if (evidence.some(({ source }) => source === 'memory.oom_control')) {
    return 'cgroup-v1';
  }
  if (evidence.some(({ source }) => source.startsWith('memory.events'))) {
    return 'cgroup-v2';
  }
  return limitSource.kind === 'machine' ? 'unknown' : limitSource.kind;
}
