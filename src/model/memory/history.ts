import { thin } from '../../logic/memory/chart/thin';
import type { Grain } from '../../logic/memory/chart/thin';
import type { SamplePoint } from '../../logic/types';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;

/** How far back a page keeps samples until the server has said how far its own reach. */
export const DEFAULT_KEEP_MS = 60 * MINUTE_MS;

/**
 * Coarsest first. A chart in the sidebar is about 300 pixels wide: over a range of 10 minutes, a
 * pixel is 2 s; over an hour, 12 s; over 6 hours, 72 s.
 */
const GRAINS: readonly Grain[] = [
  { olderThanMs: 60 * MINUTE_MS, everyMs: MINUTE_MS },
  { olderThanMs: 10 * MINUTE_MS, everyMs: 10 * SECOND_MS },
  { olderThanMs: MINUTE_MS, everyMs: SECOND_MS }
];

/** Old samples are merged once at least this much time has been added since the last merge. */
const THIN_EVERY_MS = 30 * SECOND_MS;

/** The samples of the period that the server keeps too, oldest first, thinned out with age. */
export class History {
  /** Samples older than this are dropped, since the server no longer has them either. */
  keepMs = DEFAULT_KEEP_MS;

  get points(): readonly SamplePoint[] {
    return this._points;
  }

  /** The newest sample; null before the first. */
  get last(): SamplePoint | null {
    return this._points[this._points.length - 1] ?? null;
  }

  /** Adds newer samples, oldest first; skips those that are already known. */
  append(points: readonly SamplePoint[]): void {
    const newest = this.last?.seq ?? -1;
    const fresh = points.filter(point => point.seq > newest);
    if (fresh.length === 0) {
      return;
    }
    this._points = [...this._points, ...fresh];
    this._forget();
  }

  clear(): void {
    this._points = [];
    this._thinnedMs = Number.NEGATIVE_INFINITY;
  }

  private _forget(): void {
    const nowMs = this.last?.timeMs ?? 0;
    if (nowMs - this._thinnedMs < THIN_EVERY_MS) {
      return;
    }
    this._thinnedMs = nowMs;
    const young = this._points.filter(p => nowMs - p.timeMs <= this.keepMs);
    this._points = thin(young, nowMs, GRAINS);
  }

  private _points: SamplePoint[] = [];
  private _thinnedMs = Number.NEGATIVE_INFINITY;
}
