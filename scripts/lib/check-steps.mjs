// The steps of `npm test`, by name.
import { join } from 'node:path';

import { buildLabextension } from './build.mjs';
import { ensureChromium } from './chromium.mjs';
import { capture } from './command.mjs';
import { ensureNodePackages } from './node.mjs';
import { DIST, inRoot } from './paths.mjs';
import { checkWheel, ensureUserVenv } from './wheel.mjs';

const UI_TESTS = inRoot('ui-tests');

export function checkSteps(venv, logs) {
  const program = (name, command, args, more = {}) => ({
    name,
    run: () =>
      capture(command, args, {
        env: venv.env,
        log: join(logs, `${name}.log`)
      }),
    ...more
  });
  const node = (name, bin, args, more) =>
    program(name, inRoot('node_modules', '.bin', bin), args, more);
  const python = (name, module, args, more) =>
    program(name, venv.bin('python'), ['-m', module, ...args], more);

  // The longest way is build, wheel, ui; everything else runs beside it.
  return [
    { name: 'build', run: () => asStep(buildLabextension(venv)) },
    python('pytest', 'pytest', [], { isTest: true }),
    {
      name: 'wheel',
      needs: ['build'],
      run: () => asStep(wheel(venv))
    },
    {
      name: 'ui',
      needs: ['wheel'],
      isTest: true,
      run: () => browserTests(venv, logs)
    },
    node('jest', 'jest', ['--ci'], { isTest: true }),
    // Without its cache: rules that use types look beyond the file that they judge.
    node('eslint', 'eslint', ['--max-warnings=0', '.']),
    node('types', 'tsc', ['-p', 'tsconfig.test.json']),
    python('mypy', 'mypy', []),
    node('prettier', 'prettier', ['--check', '**/*{.ts,.tsx,.js,.mjs,.cjs,.css,.json,.md}']),
    node('stylelint', 'stylelint', ['--allow-empty-input', 'style/**/*.css']),
    python('ruff', 'ruff', ['check', '.']),
    python('ruff-format', 'ruff', ['format', '--check', '.']),
    program('scripts', process.execPath, ['--test', 'scripts/tests/']),
    program('settings', process.execPath, ['scripts/settings-types.mjs', '--check'])
  ];
}

const asStep = work => work.then(output => ({ code: 0, output }));

async function wheel(venv) {
  return checkWheel(venv, await ensureUserVenv(), DIST);
}

/** JupyterLab runs in the user's environment, the kernels in that of the developer. */
async function browserTests(venv, logs) {
  const user = await ensureUserVenv();
  await ensureNodePackages(venv, UI_TESTS);
  const types = await capture(inRoot('node_modules', '.bin', 'tsc'), ['-p', UI_TESTS]);
  if (types.code !== 0) {
    return types;
  }
  return capture(join(UI_TESTS, 'node_modules', '.bin', 'playwright'), ['test'], {
    cwd: UI_TESTS,
    env: {
      ...venv.env,
      CHROMIUM_PATH: await ensureChromium(UI_TESTS),
      HEADROOM_JUPYTER: user.bin('jupyter'),
      HEADROOM_KERNEL_PYTHON: venv.bin('python')
    },
    log: join(logs, 'ui.log')
  });
}
