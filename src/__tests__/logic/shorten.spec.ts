import { groupName, placeName, shorten } from '../../logic/shorten';

describe('shorten', () => {
  it.each([
    ['short', 10, 'short'],
    ['exactly ten', 11, 'exactly ten'],
    ['much too long', 6, 'much …'],
    ['😀😀😀', 2, '😀…']
  ])('%s to %i', (text, characters, expected) => {
    expect(shorten(text, characters)).toBe(expected);
  });
});

describe('groupName', () => {
  it.each([
    ['/', '/'],
    ['/headroom-demo', '/headroom-demo'],
    ['/user.slice/user-1000.slice/user@1000.service/app.slice/jupyter.scope', '…/jupyter.scope'],
    [`/docker/${'0123456789abcdef'.repeat(4)}`, '…/0123456789abcdef0123456789abcdef012…']
  ])('%s', (path, expected) => {
    expect(groupName(path)).toBe(expected);
  });
});

describe('placeName', () => {
  it.each([
    ['a/b/story.ipynb', 'story.ipynb'],
    ['console-1-0b7b40a5-1d6b-4f3b-9a55-27d4c3a0f001', 'console-1']
  ])('%s', (path, expected) => {
    expect(placeName(path)).toBe(expected);
  });
});
