import type { Locator } from '@playwright/test';

/** Words of an element that are split across lines although they would fit on one. */
export function brokenWords(element: Locator): Promise<string[]> {
  return element.evaluate(root => {
    const broken: string[] = [];
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      // Breaks after hyphens are legitimate, so the parts around a hyphen count as separate words.
      for (const { 0: word, index } of (node.textContent ?? '').matchAll(/[^\s-]+-?/g)) {
        const range = document.createRange();
        range.setStart(node, index);
        range.setEnd(node, index + word.length);
        const lines = [...range.getClientRects()];
        const width = lines.reduce((sum, line) => sum + line.width, 0);
        if (new Set(lines.map(line => line.top)).size > 1 && width < root.clientWidth) {
          broken.push(word);
        }
      }
    }
    return broken;
  });
}
