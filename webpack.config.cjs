// For the builder of JupyterLab (`jupyterlab.webpackConfig` in package.json). What several parts
// that are loaded later have in common is a file of its own, and not copied into each of them.
module.exports = {
  optimization: { splitChunks: { minSize: 4000 } }
};
