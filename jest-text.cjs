// Raw text imports (icons, Python): the build inlines them, so do the tests.
module.exports = {
  process: source => ({ code: `module.exports = ${JSON.stringify(source)};` })
};
