import { formatBytes, GIB, MIB } from '../../../logic/words/units';

describe('formatBytes', () => {
  it.each([
    [0, '0 B'],
    [512, '512 B'],
    [1023, '1023 B'],
    [1024, '1 KiB'],
    [1536, '1.5 KiB'],
    [400 * MIB, '400 MiB'],
    [99.94 * MIB, '99.9 MiB'],
    [99.96 * MIB, '100 MiB'],
    [1023.4 * MIB, '1023 MiB'],
    [1023.6 * MIB, '1.0 GiB'],
    [GIB, '1 GiB'],
    [15.6 * GIB, '15.6 GiB'],
    [2 ** 60, '1024 PiB'],
    [-1.5 * GIB, '-1.5 GiB'],
    [null, 'unknown'],
    [Number.NaN, 'unknown']
  ])('%p -> %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });
});
