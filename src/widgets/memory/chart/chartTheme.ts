/** Colours of a chart, each read from a custom property set in style/chart.css. */
export interface ChartTheme {
  axis: string;
  grid: string;
  limit: string;
  tight: string;
  critical: string;
  others: string;
  ended: string;
  kernels: readonly string[];
  font: string;
}

/** The number of `--jp-Headroom-kernel-<n>` properties. */
const PALETTE_SIZE = 8;

/**
 * A kernel has the same colour in both planes and in its row, and keeps it as other
 * kernels come and go. This works because keys are numbers that the server counts up.
 */
export function paletteIndex(kernelKey: string): number {
  const counted = Number(kernelKey);
  return Number.isInteger(counted) && counted >= 0
    ? counted % PALETTE_SIZE
    : kernelKey.length % PALETTE_SIZE;
}

/**
 * Reads the colours that apply at a node. A canvas cannot use custom properties,
 * so they are read again whenever the theme changes.
 */
export function readChartTheme(node: Element): ChartTheme {
  const style = getComputedStyle(node);
  const color = (name: string) => style.getPropertyValue(`--jp-Headroom-${name}`).trim();
  return {
    axis: color('axis'),
    grid: color('grid'),
    limit: color('limit'),
    tight: color('tight'),
    critical: color('critical'),
    others: color('others'),
    ended: color('ended'),
    kernels: Array.from({ length: PALETTE_SIZE }, (_, i) => color(`kernel-${i}`)),
    font: `${style.fontSize} ${style.fontFamily}`
  };
}
