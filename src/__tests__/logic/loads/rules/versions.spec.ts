import { compareVersions, inRange, parseVersion } from '../../../../logic/loads/rules/versions';

const compared = (a: string, b: string): number => {
  const [left, right] = [parseVersion(a), parseVersion(b)];
  return left && right ? Math.sign(compareVersions(left, right)) : Number.NaN;
};

describe('compareVersions', () => {
  it.each([
    ['4.57.6', '5.0', -1],
    ['4.9', '4.10', -1],
    ['5.0', '5.0.0', 0],
    ['2.13.0+cpu', '2.13.0', 0],
    ['5.0.0rc1', '5.0.0', -1],
    ['5.0.0.dev0', '5.0.0a1', -1],
    ['5.0.0b2', '5.0.0rc1', -1],
    ['1.0.post1', '1.0', 1],
    ['v1.2', '1.2', 0]
  ])('%s against %s', (a, b, sign) => {
    expect(compared(a, b)).toBe(sign);
    expect(compared(b, a)).toBe(sign === 0 ? 0 : -sign);
  });

  it.each([null, undefined, '', 'unknown', 'main'])('%p is no version', text => {
    expect(parseVersion(text)).toBeNull();
  });
});

describe('inRange', () => {
  it.each([
    ['5.0.0', { since: '5.0' }, true],
    ['5.0.0rc1', { since: '5.0' }, true],
    ['5.0.0rc1', { until: '5.0' }, false],
    ['4.57.6', { since: '4.56', until: '5.0' }, true],
    ['4.56', { until: '4.56' }, false],
    ['0.1', {}, true]
  ])('%s in %j', (text, range, expected) => {
    const version = parseVersion(text);
    expect(version && inRange(version, range)).toBe(expected);
  });
});
