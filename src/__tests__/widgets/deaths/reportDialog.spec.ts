import { nullTranslator } from '@jupyterlab/translation';

import { DeathCase } from '../../../model/deaths/deathCase';
import { reportDialog } from '../../../widgets/deaths/reportDialog';
import { deathReport, detailsOf, runningCell } from '../../deathFixtures';

const trans = nullTranslator.load('jupyterlab_headroom');
const turn = (): Promise<void> => new Promise(resolve => setTimeout(resolve, 20));

/** React draws when it likes to: wait until it has, for three seconds at most. */
async function until(isDrawn: () => boolean): Promise<void> {
  for (let left = 150; left > 0 && !isDrawn(); left--) {
    await turn();
  }
}

function opened(death: DeathCase, onReveal: (() => void) | null = null) {
  const acted: string[] = [];
  const dialog = reportDialog({
    subject: death,
    onReveal,
    onShowSidebar: null,
    onAction: async action => {
      acted.push(action.kind === 'shut-down-kernel' ? action.kernelId : action.cellId);
      return true;
    },
    trans
  });
  dialog.launch().catch(() => undefined);
  return { dialog, acted, text: () => dialog.node.textContent ?? '' };
}

function newCase(): DeathCase {
  return new DeathCase({
    kernelId: 'k',
    path: 'story.ipynb',
    cell: runningCell(),
    report: null,
    noticedMs: 0
  });
}

describe('reportDialog', () => {
  it('is there at once, and is filled when the report arrives', async () => {
    const death = newCase();
    const { dialog, text } = opened(death);
    await until(() => text().includes('Looking for evidence'));
    expect(text()).toContain('Looking for evidence');
    expect(dialog.node.querySelector('[aria-live="polite"][aria-busy="true"]')).not.toBeNull();
    expect(dialog.node.ariaLabel).toBe('What happened to the kernel of story.ipynb');
    death.setReport(deathReport());
    // The title is a tree of its own, drawn after the content or before it.
    await until(() => ['Out of memory', 'oom_kill'].every(words => text().includes(words)));
    expect(text()).toContain('Out of memory');
    expect(text()).toContain('oom_kill 0 -> 1');
    expect(dialog.node.querySelector('svg[role="img"]')?.getAttribute('aria-label')).toMatch(
      /the limit of 1 GiB at the death/
    );
    dialog.dispose();
  });

  it('says so when the server does not tell', async () => {
    const death = newCase();
    const { dialog, text } = opened(death);
    death.giveUp();
    await until(() => text().includes('able to tell'));
    expect(text()).toContain('has not been able to tell why');
    dialog.dispose();
  });

  it('closes and goes to the cell', async () => {
    const reveal = jest.fn();
    const { dialog } = opened(newCase(), reveal);
    const link = () => dialog.node.querySelector<HTMLButtonElement>('.jp-Headroom-link');
    await until(() => link() !== null);
    link()?.click();
    expect(reveal).toHaveBeenCalledTimes(1);
    expect(dialog.isDisposed).toBe(true);
  });

  it('leads from a step to the cell', async () => {
    const reveal = jest.fn();
    const death = newCase();
    const { dialog } = opened(death, reveal);
    death.setReport(
      deathReport({ details: detailsOf('exited'), exit: { ...deathReport().exit, code: 3 } })
    );
    const way = () => dialog.node.querySelector<HTMLButtonElement>('li .jp-Headroom-link');
    await until(() => way() !== null);
    expect(way()?.textContent).toBe('Show the cell');
    way()?.click();
    expect(reveal).toHaveBeenCalledTimes(1);
    expect(dialog.isDisposed).toBe(true);
  });

  it('shuts down the kernel that holds the memory, once', async () => {
    const death = newCase();
    const { dialog, acted, text } = opened(death);
    const [other] = deathReport().others;
    death.setReport(deathReport({ others: other ? [{ ...other, bytes: 2 ** 29 }] : [] }));
    const find = () =>
      dialog.node.querySelector<HTMLButtonElement>('.jp-Headroom-report-action button');
    await until(() => find() !== null);
    const button = find();
    button?.click();
    await until(() => text().includes('Done.'));
    expect(acted).toEqual([other?.id]);
    expect(button?.disabled).toBe(true);
    expect(text()).toContain('Done.');
    dialog.dispose();
  });
});
