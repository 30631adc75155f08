import { limitOfDeath } from '../deathLimit';
import type { Level } from '../headroom';
import type { PlaneId } from '../plane';
import type { Context, DeathReport } from '../../types';

/**
 * `limit`: killed because this plane's limit was reached; `oom`: because another limit was.
 * `worker-*`: a process that the kernel had started died, while the kernel itself lives on.
 */
export type MarkerKind = 'limit' | 'oom' | 'death' | 'worker-oom' | 'worker-death';

/** A moment at which a kernel, or a process that it had started, died. */
export interface ChartMarker {
  timeMs: number;
  level: Level;
  kind: MarkerKind;
  /** Memory used at that moment: the limit, if it was reached. Null: not known. */
  atBytes: number | null;
}

/**
 * Deaths of kernels that counted towards the plane, and of their workers. OOM kills are marked only
 * where they belong: in RAM, never on a GPU.
 */
export function chartMarkers(
  deaths: readonly DeathReport[],
  plane: PlaneId,
  context: Context
): ChartMarker[] {
  return deaths
    .filter(({ kernel }) => plane.kind === 'vram' || (kernel.groupKey ?? plane.key) === plane.key)
    .map(report => ({ timeMs: report.timeMs, ...markOf(report, plane, context) }));
}

function markOf(
  report: DeathReport,
  plane: PlaneId,
  context: Context
): Omit<ChartMarker, 'timeMs'> {
  const { cause } = report.details;
  const isWorker = cause === 'worker-oom-kill';
  if (plane.kind === 'vram' || !(isWorker || cause.startsWith('oom-kill'))) {
    return { level: 'ok', kind: isWorker ? 'worker-death' : 'death', atBytes: null };
  }
  const atBytes = reachedBytes(report, plane, context);
  const kind = atBytes === null ? 'oom' : 'limit';
  return { level: 'critical', kind: isWorker ? 'worker-oom' : kind, atBytes };
}

/**
 * Linux kills when a limit is reached, even if that happened too briefly for any sample to show it.
 */
function reachedBytes(report: DeathReport, plane: PlaneId, context: Context): number | null {
  const { source, bytes } = limitOfDeath(report);
  const { details } = report;
  const isByLimit =
    details.cause === 'oom-kill-limit' ||
    details.cause === 'oom-kill-other-grew' ||
    (details.cause === 'worker-oom-kill' && details.kill.scope === 'limit');
  const shown = context.groups[plane.key]?.limitSource;
  return isByLimit && shown?.path === source.path ? bytes : null;
}

/** The deaths that belong to a sample: those for which no other sample is nearer in time. */
export function markersAt(
  markers: readonly ChartMarker[],
  times: readonly number[],
  index: number
): ChartMarker[] {
  const here = times[index];
  if (here === undefined) {
    return [];
  }
  const from = index === 0 ? -Infinity : ((times[index - 1] ?? here) + here) / 2;
  const to = index === times.length - 1 ? Infinity : ((times[index + 1] ?? here) + here) / 2;
  return markers.filter(({ timeMs }) => timeMs / 1000 > from && timeMs / 1000 <= to);
}
