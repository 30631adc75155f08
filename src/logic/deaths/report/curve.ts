/** Turns a memory curve into SVG paths, scaled to a box of any size. */
import { limitOfDeath } from '../../memory/deathLimit';
import type { Curve, DeathReport } from '../../types';

export interface CurveShape {
  /** SVG path of the used memory, with gaps where it is not known. */
  used: string;
  /** SVG path of the dead kernel's share; empty when not known. */
  kernel: string;
  /** Other kernels that held a noticeable share, largest first. */
  others: readonly { kernelId: string; path: string }[];
  /** SVG path of the limit; empty when there is none. */
  limit: string;
  /** SVG path from the last sample to what was in use at the death; empty when not known. */
  toDeath: string;
  /** What the top edge of the box stands for. */
  topBytes: number;
  /** From the first sample to the death: what the width of the box stands for. */
  spanMs: number;
  peakBytes: number;
}

export interface Box {
  width: number;
  height: number;
}

/** More lines could not be told apart. */
const MAX_OTHERS = 3;
/** A kernel that peaks below this share of the scale explains nothing. */
const NOTICEABLE_SHARE = 0.05;

/** Leaves room above the highest line, so that the limit does not coincide with the edge. */
const TOP_MARGIN = 1.08;

/**
 * The memory that counted towards the limit that led to the kill. If the samples belong to another
 * limit, the kernel's own memory stands in for it.
 */
export function curveOfDeath(report: DeathReport): Curve {
  const limit = limitOfDeath(report);
  const own = report.curve.kernels[report.kernel.id];
  return limit.isSampled || !own
    ? report.curve
    : {
        ...report.curve,
        usedBytes: own,
        limitBytes: own.map(() => limit.bytes),
        kernels: {}
      };
}

/**
 * What was in use at the death: after a kill at a limit, exactly that limit. null for other deaths,
 * and when the limit is not known.
 */
export function reachedBytes(report: DeathReport): number | null {
  const { bytes, source } = limitOfDeath(report);
  const { details } = report;
  const isAtLimit =
    details.cause === 'oom-kill-limit' ||
    (details.cause === 'worker-oom-kill' && details.kill.scope === 'limit');
  return isAtLimit && source.kind !== 'machine' ? bytes : null;
}

/**
 * null if the used memory is known at fewer than two samples, which make no curve.
 *
 * @param endBytes - what was in use at the death, which no sample shows; null: not known.
 */
export function curveShape(
  curve: Curve,
  kernelId: string,
  deathMs: number,
  box: Box,
  endBytes: number | null = null
): CurveShape | null {
  const firstMs = curve.timesMs[0];
  const known = curve.usedBytes.filter(isNumber);
  if (firstMs === undefined || known.length < 2) {
    return null;
  }
  const peakBytes = Math.max(...known);
  const limits = curve.limitBytes.filter(isNumber);
  const topBytes = Math.max(scaleTop(peakBytes, limits), endBytes ?? 0) * TOP_MARGIN;
  const lastMs = curve.timesMs[curve.timesMs.length - 1] ?? firstMs;
  const spanMs = Math.max(deathMs, lastMs, firstMs + 1) - firstMs;
  const yOf = (bytes: number): number => round(box.height * (1 - bytes / topBytes));
  const pointAt = (index: number, bytes: number): string =>
    `${round((((curve.timesMs[index] ?? firstMs) - firstMs) / spanMs) * box.width)},${yOf(bytes)}`;
  return {
    used: path(curve.usedBytes, pointAt),
    kernel: path(curve.kernels[kernelId] ?? [], pointAt),
    others: largestOthers(curve, kernelId, topBytes).map(([id, column]) => ({
      kernelId: id,
      path: path(column, pointAt)
    })),
    toDeath: endBytes === null ? '' : `${lastPoint(curve, pointAt)}L${box.width},${yOf(endBytes)}`,
    limit: limitPath(limits.at(-1) ?? null, topBytes, box),
    topBytes,
    spanMs,
    peakBytes
  };
}

/** SVG command that moves to where the line of the used memory ends. */
function lastPoint(curve: Curve, pointAt: (index: number, bytes: number) => string): string {
  const index = curve.usedBytes.reduce<number>((last, bytes, i) => (bytes === null ? last : i), 0);
  return `M${pointAt(index, curve.usedBytes[index] ?? 0)}`;
}

type Column = readonly (number | null)[];

/** Leaves out the lines so close to the baseline that they would look like noise. */
function largestOthers(curve: Curve, kernelId: string, topBytes: number): [string, Column][] {
  const peakOf = (column: Column): number => Math.max(0, ...column.filter(isNumber));
  return Object.entries(curve.kernels)
    .filter(([id, column]) => id !== kernelId && peakOf(column) >= topBytes * NOTICEABLE_SHARE)
    .sort(([, a], [, b]) => peakOf(b) - peakOf(a))
    .slice(0, MAX_OTHERS);
}

/** A limit far above the curve would flatten it, so such a limit is not drawn. */
function scaleTop(peakBytes: number, limits: readonly number[]): number {
  const limit = limits.at(-1);
  return limit !== undefined && limit < peakBytes * 20 ? Math.max(limit, peakBytes) : peakBytes;
}

function limitPath(limit: number | null, topBytes: number, box: Box): string {
  if (limit === null || limit > topBytes) {
    return '';
  }
  const y = round(box.height * (1 - limit / topBytes));
  return `M0,${y}H${box.width}`;
}

function path(
  values: readonly (number | null)[],
  pointAt: (index: number, bytes: number) => string
): string {
  let isDrawing = false;
  return values
    .map((bytes, index) => {
      if (bytes === null) {
        isDrawing = false;
        return '';
      }
      const command = isDrawing ? 'L' : 'M';
      isDrawing = true;
      return `${command}${pointAt(index, bytes)}`;
    })
    .join('');
}

function isNumber(value: number | null): value is number {
  return value !== null;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
