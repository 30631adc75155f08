// JupyterLab ships ES modules, so its packages are transformed with our own sources.
const esModules = [
  '@codemirror',
  '@jupyter',
  '@jupyterlab',
  '@lezer',
  '@lumino',
  '@marijn',
  '@microsoft',
  '@rjsf',
  'crelt',
  'exenv-es6',
  'lib0',
  'nanoid',
  'style-mod',
  'uplot',
  'uuid',
  'vscode-ws-jsonrpc',
  'w3c-keyname',
  'y-protocols',
  'y-websocket',
  'yjs'
].join('|');

const swc = [
  '@swc/jest',
  {
    jsc: {
      parser: { syntax: 'typescript', tsx: true },
      transform: { react: { runtime: 'classic' } },
      target: 'es2020'
    },
    module: { type: 'commonjs' }
  }
];

module.exports = {
  testEnvironment: 'jsdom',
  testRegex: 'src/__tests__/.*\\.spec\\.tsx?$',
  transform: {
    '\\.(tsx?|mjs|jsx?)$': swc,
    '\\.(svg|py)$': '<rootDir>/jest-text.cjs'
  },
  transformIgnorePatterns: [`/node_modules/(?!(${esModules}))`],
  moduleNameMapper: { '\\.(css|less|sass|scss)$': 'identity-obj-proxy' },
  moduleFileExtensions: ['ts', 'tsx', 'js', 'mjs', 'cjs', 'json'],
  setupFiles: ['@jupyterlab/testing/lib/jest-shim.js'],
  testPathIgnorePatterns: [
    '/node_modules/',
    '<rootDir>/lib/',
    '<rootDir>/jupyterlab_headroom/',
    '<rootDir>/\\.(venvs?|demo|cache)/'
  ],
  modulePathIgnorePatterns: [
    '<rootDir>/jupyterlab_headroom/labextension/',
    '<rootDir>/\\.(venvs?|demo|cache)/'
  ]
};
