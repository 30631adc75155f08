import type { Locator } from '@playwright/test';

/**
 * The contrast of an element's text with its background, as defined by WCAG 2,
 * which requires 4.5 for text.
 */
export function contrast(element: Locator): Promise<number> {
  return element.evaluate(node => {
    const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    if (canvas === null) {
      throw new Error('no canvas');
    }
    /** Converts any CSS colour to numbers from 0 to 255. */
    const rgba = (colour: string): [number, number, number, number] => {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
      const [r = 0, g = 0, b = 0, a = 0] = canvas.getImageData(0, 0, 1, 1).data;
      return [r, g, b, a];
    };
    const luminance = (colour: string): number => {
      const [r = 0, g = 0, b = 0] = rgba(colour)
        .slice(0, 3)
        .map(value => value / 255)
        .map(value => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    let behind: Element | null = node;
    while (behind && rgba(getComputedStyle(behind).backgroundColor)[3] < 255) {
      behind = behind.parentElement;
    }
    const text = luminance(getComputedStyle(node).color);
    const ground = behind ? luminance(getComputedStyle(behind).backgroundColor) : 1;
    return (Math.max(text, ground) + 0.05) / (Math.min(text, ground) + 0.05);
  });
}
