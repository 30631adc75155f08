// Two pages on the same notebooks, one with our explanation switched off. Reads one command per
// line: `seen` returns when each dialog was on screen; others, such as `open PATH`, return `ok`.
import { createInterface } from 'node:readline';

import { labUrl, launch, untilRestored } from '../common/browser.mjs';

const [port] = process.argv.slice(2);

/** Records when a dialog has been painted: one frame after the frame that attached it. */
function watchDialogs() {
  window.dialogsSeen = [];
  const note = node => {
    const name = node.getAttribute('aria-label') ?? '';
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        if (node.isConnected) {
          window.dialogsSeen.push({ name, timeMs: Date.now() });
        }
      })
    );
  };
  const start = () =>
    new MutationObserver(changes => {
      for (const node of changes.flatMap(change => [...change.addedNodes])) {
        if (node instanceof HTMLElement && node.classList.contains('jp-Dialog')) {
          note(node);
        }
      }
    }).observe(document.body, { childList: true, subtree: true });
  document.addEventListener('DOMContentLoaded', start);
}

async function openPage(browser, explain) {
  const context = await browser.newContext({ viewport: { width: 1100, height: 700 } });
  const page = await context.newPage();
  await page.addInitScript(watchDialogs);
  if (!explain) {
    await switchOff(page);
  }
  await page.goto(labUrl(port, explain ? '' : '/workspaces/stock'));
  await untilRestored(page);
  // Wait for what is loaded after the start.
  await page.waitForTimeout(4000);
  return page;
}

/** Disables `explainDeaths` for this page only, because both pages share the server. */
async function switchOff(page) {
  await page.route('**/lab/api/settings**', async route => {
    const response = await route.fetch();
    const body = await response.json();
    for (const plugin of Array.isArray(body.settings) ? body.settings : [body]) {
      if (plugin.id === 'jupyterlab-headroom:settings') {
        plugin.raw = '{"explainDeaths": false}';
        plugin.settings = { explainDeaths: false };
      }
    }
    await route.fulfill({ response, json: body });
  });
}

const open = (page, path) =>
  page.evaluate(async path => {
    const panel = await window.jupyterapp.commands.execute('docmanager:open', { path });
    await panel.revealed;
    await panel.sessionContext.ready;
    await panel.sessionContext.session?.kernel?.info;
  }, path);

const dismiss = page =>
  page.evaluate(() => {
    window.dialogsSeen.length = 0;
    for (const button of document.querySelectorAll('.jp-Dialog .jp-Dialog-footer button')) {
      button.click();
    }
  });

/** Runs the notebook's only cell, as Shift+Enter does, without waiting for it to finish. */
const run = page =>
  page.evaluate(() => {
    void window.jupyterapp.commands.execute('notebook:run-cell');
  });

const browser = await launch();
const pages = { ours: await openPage(browser, true), stock: await openPage(browser, false) };
const actions = {
  open: async path => {
    // One after the other: the first page starts the kernel, the second one connects to it.
    await open(pages.ours, path);
    await open(pages.stock, path);
    return 'ok';
  },
  run: async () => {
    await run(pages.ours);
    return 'ok';
  },
  seen: async () => {
    const seen = {};
    for (const [name, page] of Object.entries(pages)) {
      seen[name] = await page.evaluate(() => window.dialogsSeen);
    }
    return JSON.stringify(seen);
  },
  dismiss: async () => {
    await dismiss(pages.ours);
    await dismiss(pages.stock);
    return 'ok';
  },
  close: async () => {
    for (const page of Object.values(pages)) {
      await page.evaluate(() => {
        for (const widget of [...window.jupyterapp.shell.widgets('main')]) {
          widget.dispose();
        }
      });
    }
    return 'ok';
  }
};
console.log('ready');
for await (const line of createInterface({ input: process.stdin })) {
  const [action, argument] = line.split(' ');
  console.log(
    await actions[action](argument).catch(error => `error ${error}`.replaceAll('\n', ' '))
  );
}
await browser.close();
