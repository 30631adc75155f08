import { curveOfDeath } from '../report/curve';
import { limitOfDeath } from '../../memory/deathLimit';
import type { DeathReport, Estimate, RunningCell } from '../../types';
import { GIB } from '../../words/units';

/** Limits are set in round numbers: multiples of half a GiB up to here, and of a GiB above. */
const SMALL_BYTES = 4 * GIB;
const SMALL_STEP_BYTES = GIB / 2;

/** The limit under which a load would have survived, and the figures that add up to it. */
export interface NeededLimit {
  bytes: number;
  /** The most that the load takes, according to its estimate. */
  loadBytes: number;
  /** In use under the same limit before the cell ran, according to the last sample. */
  beforeBytes: number;
}

/**
 * null if too little is known, or if these figures say that the load would have fitted: then they
 * do not explain the kill.
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

/**
 * According to the last sample before the cell began. null if it is not known when the cell began
 * or what was in use by then.
 */
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
