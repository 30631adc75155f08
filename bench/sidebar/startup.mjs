// Page loads of several JupyterLabs in turn: `node startup.mjs LOADS NAME=PORT ...`, answers JSON.
import { launch, labUrl, untilRestored } from '../common/browser.mjs';

const [loads, ...subjects] = process.argv.slice(2);
const ports = Object.fromEntries(subjects.map(text => text.split('=')));
/** After this time a page has loaded what it loads by itself. */
const SETTLED_MS = 3000;
const OURS = /\/lab\/extensions\/jupyterlab-headroom\/static\/([^?]+\.js)/;

/** From the navigation to a restored layout, and our files that were loaded by then. */
async function load(browser, port, { settle = false } = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  const files = [];
  page.on('request', request => {
    const found = OURS.exec(request.url());
    if (found) {
      files.push(found[1]);
    }
  });
  await page.goto(labUrl(port));
  await untilRestored(page);
  const restoredMs = await page.evaluate(() => performance.now());
  const first = [...files];
  if (settle) {
    await page.waitForTimeout(SETTLED_MS);
  }
  await context.close();
  return { restoredMs, first, later: files.slice(first.length) };
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
