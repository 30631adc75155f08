/** JupyterLab cuts off notifications that are longer than this. */
const NOTIFICATION_CHARACTERS = 140;

/** A text shortened to what a notification can show. */
export function shortenNotification(text: string): string {
  return shorten(text, NOTIFICATION_CHARACTERS);
}

/** A text of at most `characters`, with an ellipsis where it is cut. */
export function shorten(text: string, characters: number): string {
  const letters = [...text];
  return letters.length <= characters ? text : `${letters.slice(0, characters - 1).join('')}…`;
}

/**
 * The file name, by which people know a path. Consoles have a unique id in theirs, which means
 * nothing to anyone.
 */
export function placeName(path: string): string {
  const [name = path] = path.split('/').slice(-1);
  return name.replace(/-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, '');
}

/**
 * A text of at most `characters`, cut in the middle, because names tend to differ at their ends.
 */
export function shortenMiddle(text: string, characters: number): string {
  const letters = [...text];
  if (letters.length <= characters) {
    return text;
  }
  const tail = Math.floor((characters - 1) / 2);
  const head = characters - 1 - tail;
  return `${letters.slice(0, head).join('')}…${letters.slice(letters.length - tail).join('')}`;
}

/** Nobody reads control group paths that are longer than this. */
const READABLE_PATH = 36;

/**
 * Matches ids of pods and kernels, with `-` or `_`, and ids of containers; `groupName` keeps their
 * first digits.
 */
const UUID = /([0-9a-f]{8})[-_](?:[0-9a-f]{4}[-_]){3}[0-9a-f]{12}/g;
const LONG_HEX = /([0-9a-f]{12})[0-9a-f]{20,}/g;

/**
 * The last part of a control group's path, where the path is long; tooltips and evidence show all
 * of it.
 */
export function groupName(path: string): string {
  if (path.length <= READABLE_PATH) {
    return path;
  }
  const [own = path] = path.split('/').slice(-1);
  const name = own.replace(UUID, '$1').replace(LONG_HEX, '$1');
  return `…/${shortenMiddle(name, READABLE_PATH)}`;
}
