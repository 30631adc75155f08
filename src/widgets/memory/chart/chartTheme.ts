/** Colours of a chart; each comes from a property set in style/chart.css. */
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

/** As many as there are `--jp-Headroom-kernel-<n>` properties. */
const PALETTE_SIZE = 8;

/**
 * A kernel keeps its colour in both planes and in its row, also when others
 * come and go. Keys are counted up by the server.
 */
export function paletteIndex(kernelKey: string): number {
  const counted = Number(kernelKey);
  return Number.isInteger(counted) && counted >= 0
    ? counted % PALETTE_SIZE
    : kernelKey.length % PALETTE_SIZE;
}

/**
 * Reads the colours in force at a node. A canvas knows no custom properties,
 * so this is repeated whenever the theme changes.
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
