/** Positions of axis ticks, for sizes and for times before now. */

/** Round sizes from 0 to `maxBytes`. Steps are powers of two, which keeps the labels short. */
export function byteTicks(maxBytes: number, maxSteps: number): number[] {
  if (!(maxBytes > 0)) {
    return [0];
  }
  const step = 2 ** Math.ceil(Math.log2(maxBytes / maxSteps));
  const count = Math.floor(maxBytes / step);
  return Array.from({ length: count + 1 }, (_, i) => i * step);
}

const STEPS_SECONDS = [5, 10, 15, 30, 60, 120, 300, 600, 900, 1200, 1800, 3600];

/** Times at whole steps back from now, in seconds before now: oldest first, 0 last. */
export function agoTicks(spanSeconds: number, maxSteps: number): number[] {
  const wanted =
    STEPS_SECONDS.find(seconds => spanSeconds / seconds <= maxSteps) ??
    Math.ceil(spanSeconds / maxSteps / 3600) * 3600;
  // Slightly crowded labels are better than having no tick in the past at all.
  const step =
    wanted <= spanSeconds
      ? wanted
      : (STEPS_SECONDS.filter(seconds => seconds <= spanSeconds).pop() ?? wanted);
  const count = Math.floor(spanSeconds / step);
  return Array.from({ length: count + 1 }, (_, i) => (count - i) * step);
}
