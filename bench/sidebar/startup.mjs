// Loads pages of several JupyterLabs in turn: `node startup.mjs LOADS NAME=PORT ...` prints JSON.
import { launch, labUrl, untilRestored } from '../common/browser.mjs';

const [loads, ...subjects] = process.argv.slice(2);
const ports = Object.fromEntries(subjects.map(text => text.split('=')));
/** By this time, a page has loaded everything that it loads by itself. */
const SETTLED_MS = 3000;
const OURS = /\/lab\/extensions\/jupyterlab-headroom\/static\/([^?]+\.js)/;

/**
 * Records, in the page and by its clock, when the layout was restored, ahead of anything that waits
 * for that.
 */
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

/** The time from navigation to the restored layout, and our files requested before and after. */
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
  // The first load only fills the caches of the server and of the disk.
  for (const [name, port] of Object.entries(ports)) {
    const { first, later } = await load(browser, port, { settle: true });
    if (name === 'jupyterlab-headroom') {
      downloads = { first, later };
    }
  }
  for (let round = 0; round < Number(loads); round++) {
    const names = Object.keys(ports);
    // Rotates the order, so that each one goes first equally often.
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
