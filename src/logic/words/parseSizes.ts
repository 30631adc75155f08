/** Parses sizes as other programs print them: "376.00 MiB", "19.59GiB", "7406166528 bytes". */

const FACTORS: Readonly<Record<string, number>> = {
  b: 1,
  bytes: 1,
  byte: 1,
  k: 2 ** 10,
  kb: 2 ** 10,
  kib: 2 ** 10,
  m: 2 ** 20,
  mb: 2 ** 20,
  mib: 2 ** 20,
  g: 2 ** 30,
  gb: 2 ** 30,
  gib: 2 ** 30,
  t: 2 ** 40,
  tb: 2 ** 40,
  tib: 2 ** 40
};

/**
 * The bytes of a printed size; null when the text is not a size. The programs whose output is read
 * here use powers of 1024 even where they print "GB".
 */
export function bytesOf(text: string | undefined): number | null {
  const match = /^\s*([\d.]+)\s*([a-z]*)\s*$/i.exec(text ?? '');
  const factor = FACTORS[(match?.[2] || 'b').toLowerCase()];
  const number = Number(match?.[1]);
  return match && factor !== undefined && Number.isFinite(number)
    ? Math.round(number * factor)
    : null;
}
