/** `%pip install`, `!uv pip install`, `conda update`, and their like. */
const INSTALLS =
  /\b(?:pip3?|conda|mamba|micromamba|uv|poetry|pixi)\b.*\b(?:install|uninstall|remove|add|sync|update|upgrade)\b/;

/** Whether a cell changes what is installed: versions that were read before are then worth nothing. */
export const installsPackages = (source: string): boolean => INSTALLS.test(source);
