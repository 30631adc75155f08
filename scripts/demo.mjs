// `npm run demo`: goes from a fresh checkout to JupyterLab with the extension and a demo notebook.
import { parseArgs } from 'node:util';

import { BUILD_REQUIREMENTS } from './lib/build.mjs';
import { installExtension, prepareStory } from './lib/demo-setup.mjs';
import { startJupyterLab } from './lib/jupyter.mjs';
import { checkNode, ensureNodePackages } from './lib/node.mjs';
import { inRoot } from './lib/paths.mjs';
import { ensurePackages, ensureVenv } from './lib/python.mjs';
import { Trouble, runMain, say } from './lib/say.mjs';

const USAGE = `npm run demo -- [options]
  --with-transformers  also install torch and transformers (torch: $HEADROOM_TORCH, or the newest)
  --port=N             the first port to try (8888)
  --no-browser         print the address, open nothing
  --prepare-only       do all set-up, start nothing
  --help`;

const OPTIONS = {
  'with-transformers': { type: 'boolean', default: false },
  port: { type: 'string', default: '8888' },
  'no-browser': { type: 'boolean', default: false },
  'prepare-only': { type: 'boolean', default: false },
  help: { type: 'boolean', default: false }
};

function readOptions() {
  try {
    return parseArgs({ options: OPTIONS }).values;
  } catch (error) {
    throw new Trouble(`${error.message}\n${USAGE}`);
  }
}

async function setUp(options) {
  say('Set-up (what is there already is not done again)');
  const venv = await ensureVenv(inRoot('.demo', 'venv'), {
    title: 'JupyterLab',
    args: ['ipykernel', 'jupyterlab>=4.3', 'numpy', 'safetensors', ...BUILD_REQUIREMENTS]
  });
  if (options['with-transformers']) {
    const torch = process.env.HEADROOM_TORCH || 'torch';
    await ensurePackages(venv, 'transformers', [torch, 'transformers']);
  }
  await ensureNodePackages();
  await installExtension(venv);
  await prepareStory(venv);
  return venv;
}

await runMain(async () => {
  const options = readOptions();
  if (options.help) {
    say(USAGE);
    return;
  }
  if (process.platform === 'win32') {
    throw new Trouble('The demo runs on Linux and macOS (and in WSL).');
  }
  checkNode();
  const venv = await setUp(options);
  if (options['prepare-only']) {
    say('Everything is ready: `npm run demo` starts it.');
    return;
  }
  await startJupyterLab(venv, {
    port: Number(options.port),
    openBrowser: !options['no-browser']
  });
});
