import type { Locator } from '@playwright/test';

/**
 * The parts of an element that cannot be read: text that is cut off and cannot be scrolled to,
 * and collapsed code blocks. Everything may scroll vertically, but only code horizontally.
 */
export function clipped(element: Locator): Promise<string[]> {
  return element.evaluate(root => {
    const scrolls = (one: Element): boolean => /auto|scroll/.test(getComputedStyle(one).overflowX);
    const name = (one: Element): string =>
      `${one.tagName.toLowerCase()}.${one.className}: ${(one.textContent ?? '').slice(0, 60)}`;
    const all = [root, ...root.querySelectorAll('*')];
    const tooWide = all.filter(
      one => one.clientWidth > 0 && one.scrollWidth > one.clientWidth + 1 && one.tagName !== 'PRE'
    );
    const flat = all.filter(one => one.tagName === 'PRE' && one.clientHeight < 10);
    const edge = root.getBoundingClientRect();
    const outside = all.filter(one => {
      const { left, right, width } = one.getBoundingClientRect();
      const code = one.closest('pre');
      const isInCode = code !== null && code !== one && scrolls(code);
      return width > 0 && !isInCode && (right > edge.right + 1 || left < edge.left - 1);
    });
    return [...new Set([...tooWide, ...flat, ...outside])].map(name);
  });
}
