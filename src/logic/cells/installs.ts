/** `%pip install`, `!uv pip install`, `conda update`, and the like. */
const INSTALLS =
  /\b(?:pip3?|conda|mamba|micromamba|uv|poetry|pixi)\b.*\b(?:install|uninstall|remove|add|sync|update|upgrade)\b/;

/**
 * Whether a cell changes the installed packages, which invalidates versions that were read before.
 */
export const installsPackages = (source: string): boolean => INSTALLS.test(source);
