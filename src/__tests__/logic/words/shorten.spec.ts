import { groupName, placeName, shorten, shortenMiddle } from '../../../logic/words/shorten';

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
    [`/docker/${'0123456789abcdef'.repeat(4)}`, '…/0123456789ab'],
    ['/jupyter/headroom-demo-7ac452fc-2e44-403a-80c1-0123456789ab', '…/headroom-demo-7ac452fc'],
    [
      '/kubepods.slice/kubepods-burstable-pod0a1b2c3d_0000_1111_2222_333344445555.slice',
      '…/kubepods-burstable-pod0a1b2c3d.slice'
    ],
    [`/a/${'very-'.repeat(9)}long-name.service`, '…/very-very-very-ver…long-name.service']
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

describe('shortenMiddle', () => {
  it.each([
    ['exactly', 7, 'exactly'],
    ['abcdefghij', 5, 'ab…ij'],
    ['abcdefghij', 6, 'abc…ij'],
    ['😀😀😀😀', 3, '😀…😀']
  ])('%s to %i', (text, characters, expected) => {
    expect(shortenMiddle(text, characters)).toBe(expected);
  });
});
