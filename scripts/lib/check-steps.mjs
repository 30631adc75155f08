// The named steps of `npm test`, and what each needs: other steps, or a set-up from setup.mjs.
import { join } from 'node:path';

import { buildLabextension } from './build.mjs';
import { browserTests } from './browser.mjs';
import { capture } from './command.mjs';
import { inRoot } from './paths.mjs';
import { publicTypes } from './public-types.mjs';
import { accuracyTests } from './torch.mjs';
import { makeWheel } from './wheel.mjs';

export function checkSteps(venv, logs) {
  const program = (name, command, args, more = {}) => ({
    name,
    run: () => capture(command, args, { env: more.env, log: join(logs, `${name}.log`) }),
    ...more
  });
  const node = (name, bin, args, more) =>
    program(name, inRoot('node_modules', '.bin', bin), args, { needs: ['node'], ...more });
  const python = (name, module, args, more) =>
    program(name, venv.bin('python'), ['-m', module, ...args], {
      needs: ['venv'],
      env: venv.env,
      ...more
    });
  const script = (name, args, more) => program(name, process.execPath, args, more);

  // The critical path is build, wheel, ui; everything else runs alongside it.
  return [
    { name: 'build', needs: ['node', 'venv'], run: () => asStep(buildLabextension(venv)) },
    python('pytest', 'pytest', [], { isTest: true }),
    {
      name: 'wheel',
      needs: ['venv', 'build'],
      run: () => asStep(makeWheel(venv))
    },
    {
      name: 'ui',
      needs: ['node', 'venv', 'wheel'],
      isTest: true,
      run: () => browserTests(venv, { config: 'playwright.config.ts', log: join(logs, 'ui.log') })
    },
    {
      name: 'accuracy',
      needs: ['node', 'venv'],
      isTest: true,
      run: () => accuracyTests(venv, join(logs, 'accuracy.log'))
    },
    node('jest', 'jest', ['--ci'], { isTest: true }),
    // No cache: the result of type-aware rules depends on other files than the one they check.
    node('eslint', 'eslint', ['--max-warnings=0', '.']),
    node('types', 'tsc', ['-p', 'tsconfig.test.json']),
    { name: 'public-types', needs: ['node', 'build'], run: publicTypes },
    python('mypy', 'mypy', []),
    node('prettier', 'prettier', ['--check', '**/*{.ts,.tsx,.js,.mjs,.cjs,.css,.json,.md}']),
    node('stylelint', 'stylelint', ['--allow-empty-input', 'style/**/*.css']),
    python('ruff', 'ruff', ['check', '.']),
    python('ruff-format', 'ruff', ['format', '--check', '.']),
    script('rooms', ['scripts/tree.mjs', '--check']),
    script('scripts', ['--test', 'scripts/tests/']),
    script('settings', ['scripts/settings-types.mjs', '--check'], { needs: ['node'] })
  ];
}

const asStep = work => work.then(output => ({ code: 0, output }));
