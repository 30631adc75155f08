// Page loads of several JupyterLabs in turn: `node startup.mjs LOADS NAME=PORT ...`, answers JSON.
import { launch, labUrl, untilRestored } from '../common/browser.mjs';

const [loads, ...subjects] = process.argv.slice(2);
const ports = Object.fromEntries(subjects.map(text => text.split('=')));
/** After this time a page has loaded what it loads by itself. */
const SETTLED_MS = 3000;
const OURS = /\/lab\/extensions\/jupyterlab-headroom\/static\/([^?]+\.js)/;

/** Notes, in the page and by its clock, when the layout was restored: before anything that waits for that. */
function noteRestored() {
  performance.setResourceTimingBufferSize(5000);
  let app;
  Object.defineProperty(window, 'jupyterapp', {
    configurable: true,
    get: () => app,
    set: value => {
      app = value;
      void app.restored.then(() => {
        window.restoredMs = performance.now();
      });
    }
  });
}

/** From the navigation to a restored layout, and our files that were asked for before and after that. */
async function load(browser, port, { settle = false } = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await page.addInitScript(noteRestored);
  await page.goto(labUrl(port));
  await untilRestored(page);
  if (settle) {
    await page.waitForTimeout(SETTLED_MS);
  }
  const { restoredMs, asked } = await page.evaluate(() => ({
    restoredMs: window.restoredMs,
    asked: performance
      .getEntriesByType('resource')
      .map(({ name, startTime }) => ({ url: name, startMs: startTime }))
  }));
  await context.close();
  const ours = asked.flatMap(({ url, startMs }) => {
    const found = OURS.exec(url);
    return found ? [{ file: found[1], isFirst: startMs <= restoredMs }] : [];
  });
  const filesOf = isFirst => ours.filter(o => o.isFirst === isFirst).map(({ file }) => file);
  return { restoredMs, first: filesOf(true), later: filesOf(false) };
}

const browser = await launch();
const times = Object.fromEntries(Object.keys(ports).map(name => [name, []]));
let downloads = null;
try {
  // The first load fills the caches of the server and of the disk.
  for (const [name, port] of Object.entries(ports)) {
    const { first, later } = await load(browser, port, { settle: true });
    if (name === 'jupyterlab-headroom') {
      downloads = { first, later };
    }
  }
  for (let round = 0; round < Number(loads); round++) {
    const names = Object.keys(ports);
    // Each goes first equally often.
    for (const name of [
      ...names.slice(round % names.length),
      ...names.slice(0, round % names.length)
    ]) {
      times[name].push((await load(browser, ports[name])).restoredMs);
    }
  }
} finally {
  await browser.close();
}
console.log(JSON.stringify({ times, downloads }));
