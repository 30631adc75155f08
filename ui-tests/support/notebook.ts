import type { IJupyterLabPageFixture } from '@jupyterlab/galata';
import { expect } from '@jupyterlab/galata';

import type { Kernel } from './kernels';

/** How long a kernel may take to start: two Pythons and their imports, on a very busy machine. */
const START_MS = 120_000;

/** The content of a notebook that starts this kernel when opened. */
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

/** Uploads a notebook to the test's folder and opens it; resolves when its kernel is idle. */
export async function openNotebook(
  page: IJupyterLabPageFixture,
  path: string,
  kernel: Kernel,
  cells: readonly string[]
): Promise<void> {
  await page.contents.uploadContent(notebook(kernel, cells), 'text', path);
  // Uses the command. Galata's openByPath clicks through the file browser, where it takes any name
  // with the same prefix for the folder, and where a busy page may redraw the list under the click.
  await page.evaluate(async opened => {
    await window.jupyterapp.commands.execute('docmanager:open', {
      path: opened,
      factory: 'Notebook'
    });
  }, path);
  await untilIdle(page);
}

/** Resolves when the kernel of the current notebook is connected and idle. */
export async function untilIdle(page: IJupyterLabPageFixture): Promise<void> {
  await expect(page.locator('.jp-Notebook-ExecutionIndicator:visible')).toHaveAttribute(
    'data-status',
    'idle',
    { timeout: START_MS }
  );
  // The indicator may still describe a connection that JupyterLab is about to replace.
  // Polled from the test because `waitForFunction` takes a returned promise for a true value.
  await expect.poll(() => page.evaluate(isSettled), { timeout: START_MS }).toBe(true);
}

/** Runs in the page: connected and idle now and half a second ago, over the same connection. */
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

/** Resolves when a new kernel has replaced one that died, and JupyterLab knows about it. */
export async function untilRestarted(page: IJupyterLabPageFixture): Promise<void> {
  await expect(page.locator('.jp-Notebook-ExecutionIndicator:visible')).toHaveAttribute(
    'data-status',
    'idle',
    { timeout: START_MS }
  );
}

/**
 * Starts a cell (counted from 1) without waiting for it, as a user does.
 *
 * Uses the command, because the keyboard focus moves around while a page is being built.
 */
export async function startCell(page: IJupyterLabPageFixture, position: number): Promise<void> {
  // Not galata's runCell, which waits for an idle kernel: after a restart it is not idle yet.
  await page.notebook.selectCells(position - 1);
  await page.evaluate(() => void window.jupyterapp.commands.execute('notebook:run-cell'));
}

/** Starts a cell, also by command, and waits for it to finish. */
export async function runCell(page: IJupyterLabPageFixture, position: number): Promise<void> {
  await page.notebook.selectCells(position - 1);
  await page.evaluate(async () => {
    await window.jupyterapp.commands.execute('notebook:run-cell');
  });
  // An extension that runs cells on the server may report their end before the outputs arrive.
  await page.notebook.waitForRun(position - 1);
}

export const outputOf = async (page: IJupyterLabPageFixture, position: number): Promise<string> =>
  ((await page.notebook.getCellTextOutput(position - 1)) ?? []).join('');

/** The source of a cell (counted from 1). */
export const sourceOf = (page: IJupyterLabPageFixture, position: number): Promise<string> =>
  page.evaluate(index => {
    const panel = window.jupyterapp.shell.currentWidget as unknown as {
      content: { widgets: { model: { sharedModel: { getSource(): string } } }[] };
    };
    return panel.content.widgets[index]?.model.sharedModel.getSource() ?? '';
  }, position - 1);

/** The prompt beside a cell: `[ ]:`, `[*]:` or its number. */
export const promptOf = (page: IJupyterLabPageFixture, position: number) =>
  page
    .locator('.jp-Notebook .jp-Cell')
    .nth(position - 1)
    .locator('.jp-InputPrompt');
