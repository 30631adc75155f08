import { linkSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from '@jupyterlab/galata';

import { places, worker } from '../environment';
import { answer, warning } from './dialogs';
import { KERNELS } from './kernels';
import { checkpoint } from './limits';
import { openNotebook, outputOf, startCell, untilIdle } from './notebook';

const name = `vanishing-${worker}`;
const folder = join(places.checkpoints, name);

/** A checkpoint that does not fit but can be removed before its cell runs to spare the kernel. */
export const vanishing = {
  put(): void {
    vanishing.remove();
    mkdirSync(folder, { recursive: true });
    linkSync(
      join(places.checkpoints, 'medium', 'model.safetensors'),
      join(folder, 'model.safetensors')
    );
  },
  remove(): void {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** Appends the outcome of the load to `order`: "c" if the checkpoint was gone. */
export const LOAD_VANISHING = `try:
    weights = load_file("${checkpoint(name)}")
    order.append("(loaded)")
except FileNotFoundError:
    order.append("c")`;

export const PREPARE = 'from safetensors.numpy import load_file\norder = ["a"]';

const CELLS = [
  PREPARE,
  'order.append("b")',
  LOAD_VANISHING,
  'order.append("d")',
  'order.append("e")\nprint("".join(order))'
];

/** Whatever runs the cells, they keep their order, and cancelling one drops those after it. */
export function testRunAllWithHeldCell(): void {
  test.describe('Run All with a held cell in the middle', () => {
    test.beforeEach(() => vanishing.put());

    test('keeps the order after Run anyway', async ({ page, tmpPath }) => {
      await openNotebook(page, `${tmpPath}/order.ipynb`, KERNELS.tight, CELLS);
      await page.menu.clickMenuItem('Run>Run All Cells');
      await expect(warning(page)).toBeVisible();
      vanishing.remove();
      await answer(page, 'Run anyway');
      await expect.poll(() => outputOf(page, 5)).toContain('abcde');
    });

    test('runs nothing after the cell on Cancel', async ({ page, tmpPath }) => {
      await openNotebook(page, `${tmpPath}/drop.ipynb`, KERNELS.tight, [
        ...CELLS,
        'print("".join(order))'
      ]);
      await page.menu.clickMenuItem('Run>Run All Cells');
      await answer(page, 'Cancel');
      await untilIdle(page);
      await startCell(page, 6);
      await expect.poll(() => outputOf(page, 6)).toMatch(/^ab\s*$/);
      expect(await outputOf(page, 5)).toBe('');
    });
  });
}
