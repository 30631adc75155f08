import { curveOfDeath } from '../report/curve';
import { limitOfDeath } from '../../memory/deathLimit';
import type { DeathReport, Estimate, RunningCell } from '../../types';
import { GIB } from '../../words/units';

/** Limits are set in round numbers: up to here in steps of half a GiB, above in whole ones. */
const SMALL_BYTES = 4 * GIB;
const SMALL_STEP_BYTES = GIB / 2;

/** The limit with which a load would have survived, and what it is the sum of. */
export interface NeededLimit {
  bytes: number;
  /** What the load takes at most, by its estimate. */
  loadBytes: number;
  /** In use under the same limit before the cell ran. */
  beforeBytes: number;
}

/**
 * null when too little is known, and when by these figures the load would have
 * fitted: then they do not explain the kill.
 */
export function neededLimit(
  report: DeathReport,
  cell: RunningCell | null,
  load: Estimate | null
): NeededLimit | null {
  const limitBytes = limitOfDeath(report).bytes;
  const loadBytes = Math.max(0, ...(load?.phases ?? []).map(({ anonymous }) => anonymous.high));
  const beforeBytes = usedBefore(report, cell);
  if (limitBytes === null || beforeBytes === null || loadBytes === 0) {
    return null;
  }
  const bytes = roundUp(loadBytes + beforeBytes);
  return bytes > limitBytes ? { bytes, loadBytes, beforeBytes } : null;
}

/** By the last sample before the cell began; null: when it began, or what was in use, is not known. */
function usedBefore(report: DeathReport, cell: RunningCell | null): number | null {
  const { timesMs, usedBytes } = curveOfDeath(report);
  const startedMs = cell?.startedMs ?? null;
  if (startedMs === null) {
    return null;
  }
  const known = usedBytes.flatMap((bytes, index) =>
    bytes === null ? [] : [{ bytes, timeMs: timesMs[index] ?? Infinity }]
  );
  const before = known.filter(({ timeMs }) => timeMs <= startedMs).at(-1);
  return before?.bytes ?? null;
}

function roundUp(bytes: number): number {
  const step = bytes <= SMALL_BYTES ? SMALL_STEP_BYTES : GIB;
  return Math.ceil(bytes / step) * step;
}
