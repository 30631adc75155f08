import jupyter from '@jupyter/eslint-plugin';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

import { roomsPlugin } from './scripts/lib/eslint-rooms.mjs';

/** Packages by what they are for; each layer is denied those it has no business with. */
const ui = [
  '@jupyterlab/application',
  '@jupyterlab/apputils',
  '@jupyterlab/cells',
  '@jupyterlab/console',
  '@jupyterlab/notebook',
  '@jupyterlab/statusbar',
  '@jupyterlab/ui-components',
  '@lumino/widgets',
  'react',
  'react-dom',
  'uplot'
];
const network = ['@jupyterlab/services', '@jupyterlab/coreutils'];

const layers = {
  public: {
    packages: [...ui, '@jupyterlab/coreutils'],
    why: 'public/ is what others compile against: tokens and interfaces, and nothing of ours behind them.'
  },
  logic: {
    packages: ['@jupyterlab/*', '@lumino/*', '@jupyter/*', 'react', 'react-dom', 'uplot'],
    why: 'logic/ is pure: it imports only logic/ and Lezer.'
  },
  api: {
    packages: ui,
    why: 'api/ is the only layer that talks to the server, and it knows no state and no view.'
  },
  kernel: { packages: ui, why: 'kernel/ talks to kernels, and knows no state and no view.' },
  model: {
    packages: ui,
    why: 'model/ holds state: no network client, no JupyterFrontEnd, no React.'
  },
  widgets: {
    packages: ['@jupyterlab/application', ...network],
    why: 'widgets/ get a model or props; they never fetch.'
  },
  controllers: {
    packages: ['@jupyterlab/application'],
    why: 'controllers/ act on notebooks and dialogs; they are handed what they need.'
  }
};

const layerRules = Object.entries(layers).map(([layer, { packages, why }]) => ({
  files: [`src/${layer}/**/*.ts`, `src/${layer}/**/*.tsx`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          { group: packages.flatMap(n => (n.endsWith('*') ? [n] : [n, `${n}/*`])), message: why }
        ]
      }
    ]
  }
}));

export default tseslint.config(
  {
    ignores: [
      'lib/**',
      'node_modules/**',
      '**/node_modules/**',
      'jupyterlab_headroom/**',
      'coverage/**',
      '.cache/**',
      '.demo/**',
      '.venv/**',
      '.venvs/**',
      'dist/**',
      'src/settings.ts',
      'ui-tests/test-results/**',
      'ui-tests/playwright-report/**'
    ]
  },
  {
    files: ['src/**/*.ts', 'src/**/*.tsx'],
    extends: [...tseslint.configs.recommended],
    plugins: { jupyter, headroom: roomsPlugin },
    languageOptions: {
      parserOptions: {
        project: './tsconfig.test.json',
        tsconfigRootDir: import.meta.dirname
      }
    },
    rules: {
      // The first entry of the plugin's configuration holds its rules for sources.
      ...jupyter.configs.recommended[0].rules,
      // The whole extension is smaller than one such chunk's overhead, and cells are read synchronously.
      'jupyter/prefer-lazy-imports': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-unnecessary-type-assertion': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true }
      ],
      '@typescript-eslint/no-namespace': 'off',
      '@typescript-eslint/naming-convention': [
        'error',
        { selector: 'interface', format: ['PascalCase'] },
        { selector: 'typeLike', format: ['PascalCase'] }
      ],
      'headroom/rooms': 'error',
      'no-console': ['error', { allow: ['warn', 'error'] }],
      'max-lines': ['error', { max: 300, skipBlankLines: false }],
      'max-lines-per-function': ['error', { max: 45, skipBlankLines: true, skipComments: true }],
      curly: 'error',
      eqeqeq: 'error',
      'prefer-arrow-callback': 'error'
    }
  },
  {
    files: ['src/index.ts'],
    rules: { 'max-lines': ['error', 50] }
  },
  {
    files: ['src/logic/cells/loaders/*.ts'],
    ignores: ['src/logic/cells/loaders/index.ts'],
    rules: { 'max-lines': ['error', 50] }
  },
  ...layerRules,
  {
    files: ['src/__tests__/**'],
    rules: {
      'no-restricted-imports': 'off',
      'headroom/rooms': 'off',
      // Tests end with their process, and quote JupyterLab's own words.
      'jupyter/require-disposable-ownership': 'off',
      'jupyter/no-untranslated-string': 'off',
      'max-lines': ['error', 400],
      'max-lines-per-function': 'off'
    }
  },
  {
    files: ['ui-tests/**/*.ts'],
    extends: [...tseslint.configs.recommended],
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      'max-lines': ['error', 400]
    }
  },
  {
    files: ['**/*.mjs', '**/*.cjs'],
    languageOptions: { sourceType: 'module' },
    rules: { 'max-lines': ['error', 300], eqeqeq: 'error', curly: 'error' }
  },
  prettier
);
