import { diffLines } from '../../../logic/words/diffLines';

const show = (before: string, after: string): string[] =>
  diffLines(before, after).map(
    ({ kind, text }) => `${{ same: ' ', added: '+', removed: '-' }[kind]}${text}`
  );

describe('diffLines', () => {
  it.each([
    ['a changed line', 'a\nb\nc', 'a\nB\nc', [' a', '-b', '+B', ' c']],
    ['inserted lines', 'a\nc', 'a\nb\nb\nc', [' a', '+b', '+b', ' c']],
    ['a removed line', 'a\nb', 'a', [' a', '-b']],
    ['nothing', 'a', 'a', [' a']],
    ['a repeated line', 'x\nx', 'x\nx\nx', [' x', ' x', '+x']],
    [
      'a long cell',
      '1\n2\n3\n4\n5\n6\n7',
      '1\n2\n3\nX\n5\n6\n7',
      [' 2', ' 3', '-4', '+X', ' 5', ' 6']
    ]
  ])('shows %s', (_name, before, after, lines) => {
    expect(show(before, after)).toEqual(lines);
  });
});
