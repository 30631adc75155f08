/** Positions of axis ticks, for sizes and for times that lie back from now. */

/** Round sizes from 0 up to `maxBytes`: steps are powers of two, so that labels stay short. */
export function byteTicks(maxBytes: number, maxSteps: number): number[] {
  if (!(maxBytes > 0)) {
    return [0];
  }
  const step = 2 ** Math.ceil(Math.log2(maxBytes / maxSteps));
  const count = Math.floor(maxBytes / step);
  return Array.from({ length: count + 1 }, (_, i) => i * step);
}

const STEPS_SECONDS = [5, 10, 15, 30, 60, 120, 300, 600, 900, 1200, 1800, 3600];

/** Whole steps back from now, as seconds before now: the oldest first, 0 last. */
export function agoTicks(spanSeconds: number, maxSteps: number): number[] {
  const wanted =
    STEPS_SECONDS.find(seconds => spanSeconds / seconds <= maxSteps) ??
    Math.ceil(spanSeconds / maxSteps / 3600) * 3600;
  // Rather a little crowded than no moment of the past at all.
  const step =
    wanted <= spanSeconds
      ? wanted
      : (STEPS_SECONDS.filter(seconds => seconds <= spanSeconds).pop() ?? wanted);
  const count = Math.floor(spanSeconds / step);
  return Array.from({ length: count + 1 }, (_, i) => (count - i) * step);
}
