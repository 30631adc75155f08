// Builds chartPage.js for production and draws in Chromium: `node chart.mjs SOURCE FRAMES`
// prints JSON.
import { createRequire } from 'node:module';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { inRoot } from '../../scripts/lib/paths.mjs';
import { launch } from '../common/browser.mjs';

const [source, frames] = process.argv.slice(2);
const root = resolve(source);
const folder = mkdtempSync(join(root, 'chart-'));
const { rspack } = createRequire(inRoot('package.json'))('@rspack/core');

await new Promise((done, fail) =>
  rspack(
    {
      mode: 'production',
      context: root,
      entry: inRoot('bench', 'sidebar', 'chartPage.js'),
      resolve: {
        alias: { headroom: join(root, 'lib') },
        extensions: ['.js'],
        modules: [inRoot('node_modules')]
      },
      output: { path: folder, filename: 'page.js' },
      module: { rules: [{ test: /\.css$/, use: ['style-loader', 'css-loader'] }] },
      devtool: false
    },
    (error, stats) =>
      error || stats.hasErrors() ? fail(error ?? new Error(stats.toString())) : done()
  )
);
writeFileSync(
  join(folder, 'page.html'),
  '<div id="chart" style="width:300px;height:160px"></div><script src="page.js"></script>'
);

const browser = await launch();
try {
  const page = await browser.newPage();
  await page.goto(`file://${join(folder, 'page.html')}`);
  console.log(
    JSON.stringify(await page.evaluate(count => window.drawFrames(count), Number(frames)))
  );
} finally {
  await browser.close();
}
