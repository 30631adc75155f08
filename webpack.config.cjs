// For the builder of JupyterLab (`jupyterlab.webpackConfig` in package.json), which bundles with
// Rspack.
const { SwcJsMinimizerRspackPlugin } = require('@rspack/core');

module.exports = {
  // What runs in the user's kernel (src/kernel/probe.py) travels as text, like the icons.
  module: { rules: [{ test: /\.py$/, type: 'asset/source' }] },
  optimization: {
    // What several parts that are loaded later have in common is a file of its own, and not copied
    // into each of them.
    splitChunks: { minSize: 4000 },
    // Further passes find what the first one has made superfluous: one percent.
    minimizer: [new SwcJsMinimizerRspackPlugin({ minimizerOptions: { compress: { passes: 4 } } })]
  }
};
