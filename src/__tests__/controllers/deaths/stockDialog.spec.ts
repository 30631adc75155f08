import { Dialog } from '@jupyterlab/apputils';
import { nullTranslator } from '@jupyterlab/translation';
import type { ITranslator, TranslationBundle } from '@jupyterlab/translation';

import { StockDialogFilter } from '../../../controllers/deaths/stockDialog';

/** JupyterLab in German, as far as its dialog goes. */
const GERMAN: Readonly<Record<string, string>> = {
  'Kernel Restarting': 'Kernel startet neu',
  'The kernel for %1 appears to have died. It will restart automatically.':
    'Der Kernel für %1 ist offenbar gestorben. Er wird automatisch neu gestartet.'
};
const german: ITranslator = {
  languageCode: 'de',
  load: domain =>
    ({
      __: (text: string, ...args: string[]) =>
        ((domain === 'jupyterlab' && GERMAN[text]) || text).replace('%1', args[0] ?? '')
    }) as unknown as TranslationBundle
};

/** What core does when a kernel is restarted by the server. */
function stockDialog(translator: ITranslator, path: string): Promise<Dialog.IResult<unknown>> {
  const trans = translator.load('jupyterlab');
  return new Dialog({
    title: trans.__('Kernel Restarting'),
    body: trans.__('The kernel for %1 appears to have died. It will restart automatically.', path),
    buttons: [Dialog.okButton()]
  }).launch();
}

describe('StockDialogFilter', () => {
  let filter: StockDialogFilter | null = null;
  let isReplaced = true;
  let dyingPaths: string[] = [];

  function start(translator: ITranslator): void {
    filter = new StockDialogFilter({
      translator,
      isReplaced: () => isReplaced,
      dyingPaths: () => dyingPaths
    });
  }

  const attached = (): number => document.querySelectorAll('.jp-Dialog').length;
  const turn = (): Promise<void> => new Promise(resolve => setTimeout(resolve, 0));

  beforeEach(() => {
    isReplaced = true;
    dyingPaths = ['folder/story.ipynb'];
  });

  afterEach(() => {
    filter?.dispose();
    Dialog.flush();
  });

  it.each([
    ['English', nullTranslator],
    ['German', german]
  ] as const)('keeps the dialog away in %s', async (_, translator) => {
    start(translator);
    const result = await stockDialog(translator, 'folder/story.ipynb');
    expect(result.button.accept).toBe(false);
    expect(attached()).toBe(0);
  });

  it('leaves the dialog of a notebook whose kernel is not being restarted', async () => {
    start(nullTranslator);
    void stockDialog(nullTranslator, 'other.ipynb').catch(() => undefined);
    await turn();
    expect(attached()).toBe(1);
  });

  it('leaves the dialog when ours is not shown', async () => {
    isReplaced = false;
    start(nullTranslator);
    void stockDialog(nullTranslator, 'folder/story.ipynb').catch(() => undefined);
    await turn();
    expect(attached()).toBe(1);
  });

  it('leaves other dialogs alone', async () => {
    start(nullTranslator);
    void new Dialog({ title: 'Restart Kernel?', body: 'Do you want to restart?' })
      .launch()
      .catch(() => undefined);
    await turn();
    expect(attached()).toBe(1);
  });
});
