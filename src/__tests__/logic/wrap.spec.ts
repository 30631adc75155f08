import fc from 'fast-check';

import { wrap } from '../../logic/wrap';

describe('wrap', () => {
  it.each([
    ['one two three', 7, 'one two\nthree'],
    ['one two three', 80, 'one two three'],
    ['a/path/that/is/long and short', 9, 'a/path/that/is/long\nand short'],
    ['', 10, '']
  ])('breaks %j at %d', (text, columns, expected) => {
    expect(wrap(text, columns)).toBe(expected);
  });

  it('loses nothing', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 100 }), (text, columns) => {
        const flat = text.replace(/\n/g, '');
        expect(wrap(flat, columns).replace(/\n/g, ' ')).toBe(flat);
      })
    );
  });
});
