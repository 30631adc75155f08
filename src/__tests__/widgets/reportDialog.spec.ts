import { nullTranslator } from '@jupyterlab/translation';

import { DeathCase } from '../../model/deathCase';
import { reportDialog } from '../../widgets/reportDialog';
import { deathReport, runningCell } from '../deathFixtures';

const trans = nullTranslator.load('jupyterlab_headroom');
const turn = (): Promise<void> => new Promise(resolve => setTimeout(resolve, 20));

function opened(death: DeathCase, onReveal: (() => void) | null = null) {
  const acted: string[] = [];
  const dialog = reportDialog({
    subject: death,
    onReveal,
    onAction: async action => {
      acted.push(action.kernelId);
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
    await turn();
    expect(text()).toContain('Looking for evidence');
    expect(dialog.node.querySelector('[aria-live="polite"][aria-busy="true"]')).not.toBeNull();
    expect(dialog.node.ariaLabel).toBe('What happened to the kernel of story.ipynb');
    death.tell(deathReport());
    await turn();
    expect(text()).toContain('Out of memory');
    expect(text()).toContain('oom_kill 0 -> 1');
    expect(dialog.node.querySelector('svg[role="img"]')?.getAttribute('aria-label')).toMatch(
      /limit 1 GiB/
    );
    dialog.dispose();
  });

  it('says so when the server does not tell', async () => {
    const death = newCase();
    const { dialog, text } = opened(death);
    death.giveUp();
    await turn();
    expect(text()).toContain('has not been able to tell why');
    dialog.dispose();
  });

  it('closes and goes to the cell', async () => {
    const reveal = jest.fn();
    const { dialog } = opened(newCase(), reveal);
    await turn();
    dialog.node.querySelector<HTMLButtonElement>('.jp-Headroom-link')?.click();
    expect(reveal).toHaveBeenCalledTimes(1);
    expect(dialog.isDisposed).toBe(true);
  });

  it('shuts down the kernel that holds the memory, once', async () => {
    const death = newCase();
    const { dialog, acted, text } = opened(death);
    const [other] = deathReport().others;
    death.tell(deathReport({ others: other ? [{ ...other, bytes: 2 ** 29 }] : [] }));
    await turn();
    const button = dialog.node.querySelector<HTMLButtonElement>(
      '.jp-Headroom-report-action button'
    );
    button?.click();
    await turn();
    expect(acted).toEqual([other?.id]);
    expect(button?.disabled).toBe(true);
    expect(text()).toContain('Done.');
    dialog.dispose();
  });
});
