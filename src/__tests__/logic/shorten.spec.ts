import { placeName, shorten } from '../../logic/shorten';

it.each([
  ['a.ipynb', 'a.ipynb'],
  ['work/deep/down/a.ipynb', 'a.ipynb'],
  ['work/console-1-7d5e3a52-8f0c-4c6f-9a0b-2f6a3f1c9e11', 'console-1'],
  ['Python 3 (ipykernel)', 'Python 3 (ipykernel)']
])('calls %s %s', (path, name) => {
  expect(placeName(path)).toBe(name);
});

it('cuts long texts by characters', () => {
  expect(shorten('abcdef', 4)).toBe('abc…');
  expect(shorten('abcd', 4)).toBe('abcd');
});
