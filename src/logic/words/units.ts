/** Formats sizes for people. This is the only place that turns a size into text. */

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;

export const KIB = 1024;
export const MIB = 1024 * KIB;
export const GIB = 1024 * MIB;

/**
 * A size in IEC units: `15.6 GiB`, `345 MiB`, `1 GiB`, `512 B`. One decimal below
 * 100, none above or when the size is a whole number of units.
 *
 * `null` (not known) gives `unknown`, untranslated: a caller with a translator handles null itself.
 */
export function formatBytes(bytes: number | null): string {
  if (bytes === null || !Number.isFinite(bytes)) {
    return 'unknown';
  }
  const sign = bytes < 0 ? '-' : '';
  let value = Math.abs(bytes);
  let unit = 0;
  // 1023.5 MiB would round to "1024 MiB"; it is 1.0 GiB.
  while (unit < UNITS.length - 1 && value >= (unit === 0 ? 1024 : 1023.5)) {
    value /= 1024;
    unit += 1;
  }
  const digits = Number.isInteger(value) || value >= 99.95 ? 0 : 1;
  return `${sign}${value.toFixed(digits)} ${UNITS[unit] ?? 'B'}`;
}
