import type { IJupyterLabPageFixture } from '@jupyterlab/galata';
import { expect } from '@jupyterlab/galata';

import type { Kernel } from './kernels';

/** When to give a kernel up that starts: two Pythons and their imports, on the busiest machine. */
const START_MS = 120_000;

/** Content of a notebook whose kernel starts when it is opened. */
export function notebook(kernel: Kernel, cells: readonly string[]): string {
  return JSON.stringify({
    cells: cells.map((source, index) => ({
      cell_type: 'code',
      id: `cell-${index + 1}`,
      execution_count: null,
      metadata: {},
      outputs: [],
      source
    })),
    metadata: {
      kernelspec: { name: kernel.name, display_name: kernel.displayName, language: 'python' }
    },
    nbformat: 4,
    nbformat_minor: 5
  });
}

/** Puts a notebook into the test's folder and opens it; resolves when its kernel is idle. */
export async function openNotebook(
  page: IJupyterLabPageFixture,
  path: string,
  kernel: Kernel,
  cells: readonly string[]
): Promise<void> {
  await page.contents.uploadContent(notebook(kernel, cells), 'text', path);
  // By its command. Galata's openByPath clicks through the file browser, where it takes each name
  // that begins alike for the folder, and where a busy page may draw the list anew under its click.
  await page.evaluate(async opened => {
    await window.jupyterapp.commands.execute('docmanager:open', {
      path: opened,
      factory: 'Notebook'
    });
  }, path);
  await untilIdle(page);
}

/** Resolves when the kernel of the notebook in front is connected and has nothing to do. */
export async function untilIdle(page: IJupyterLabPageFixture): Promise<void> {
  await expect(page.locator('.jp-Notebook-ExecutionIndicator:visible')).toHaveAttribute(
    'data-status',
    'idle',
    { timeout: START_MS }
  );
  // The indicator may still speak of a connection that JupyterLab is replacing by a new one.
  // Polled from here: `waitForFunction` takes the promise of an answer for a yes.
  await expect.poll(() => page.evaluate(isSettled), { timeout: START_MS }).toBe(true);
}

/** In the page: connected and idle, half a second ago and now, through the same connection. */
async function isSettled(): Promise<boolean> {
  const kernel = () => {
    const panel = window.jupyterapp.shell.currentWidget as unknown as {
      sessionContext?: { session?: { kernel?: { status: string; connectionStatus: string } } };
    };
    const found = panel?.sessionContext?.session?.kernel;
    return found?.status === 'idle' && found.connectionStatus === 'connected' ? found : null;
  };
  const before = kernel();
  await new Promise(resolve => setTimeout(resolve, 500));
  return before !== null && kernel() === before;
}

/** Resolves when a new kernel is in place of one that died, and JupyterLab knows it. */
export async function untilRestarted(page: IJupyterLabPageFixture): Promise<void> {
  await expect(page.locator('.jp-Notebook-ExecutionIndicator:visible')).toHaveAttribute(
    'data-status',
    'idle',
    { timeout: START_MS }
  );
}

/**
 * Starts a cell (from 1) and returns at once, as a person does.
 *
 * By its command: while a page is built, the keyboard goes now here, now there.
 */
export async function startCell(page: IJupyterLabPageFixture, position: number): Promise<void> {
  // Not galata's runCell: it waits for an idle kernel, which one after a restart is not yet.
  await page.notebook.selectCells(position - 1);
  await page.evaluate(() => void window.jupyterapp.commands.execute('notebook:run-cell'));
}

/** Starts a cell, by its command too, and waits for its end. */
export async function runCell(page: IJupyterLabPageFixture, position: number): Promise<void> {
  await page.notebook.selectCells(position - 1);
  await page.evaluate(async () => {
    await window.jupyterapp.commands.execute('notebook:run-cell');
  });
  // Who runs cells on the server may be told of their end before the outputs are there.
  await page.notebook.waitForRun(position - 1);
}

export const outputOf = async (page: IJupyterLabPageFixture, position: number): Promise<string> =>
  ((await page.notebook.getCellTextOutput(position - 1)) ?? []).join('');

/** The text of a cell (from 1). */
export const sourceOf = (page: IJupyterLabPageFixture, position: number): Promise<string> =>
  page.evaluate(index => {
    const panel = window.jupyterapp.shell.currentWidget as unknown as {
      content: { widgets: { model: { sharedModel: { getSource(): string } } }[] };
    };
    return panel.content.widgets[index]?.model.sharedModel.getSource() ?? '';
  }, position - 1);

/** What stands before a cell: `[ ]:`, `[*]:` or its number. */
export const promptOf = (page: IJupyterLabPageFixture, position: number) =>
  page
    .locator('.jp-Notebook .jp-Cell')
    .nth(position - 1)
    .locator('.jp-InputPrompt');
