/** JupyterLab cuts longer notifications. */
const NOTIFICATION_CHARACTERS = 140;

/** A text as a notification can show it. */
export function shortenNotification(text: string): string {
  return shorten(text, NOTIFICATION_CHARACTERS);
}

/** A text of at most `characters`, cut with an ellipsis where it is longer. */
export function shorten(text: string, characters: number): string {
  const letters = [...text];
  return letters.length <= characters ? text : `${letters.slice(0, characters - 1).join('')}…`;
}

/** A path as a person knows it: the file. Consoles carry a unique id that says nothing. */
export function placeName(path: string): string {
  const [name = path] = path.split('/').slice(-1);
  return name.replace(/-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, '');
}

/** A text of at most `characters`, cut in its middle: names differ at their ends. */
export function shortenMiddle(text: string, characters: number): string {
  const letters = [...text];
  if (letters.length <= characters) {
    return text;
  }
  const tail = Math.floor((characters - 1) / 2);
  const head = characters - 1 - tail;
  return `${letters.slice(0, head).join('')}…${letters.slice(letters.length - tail).join('')}`;
}

/** Longer paths of control groups are not read by anybody. */
const READABLE_PATH = 36;

/** Ids of pods and kernels, with `-` or `_`, and those of containers, by their first figures. */
const UUID = /([0-9a-f]{8})[-_](?:[0-9a-f]{4}[-_]){3}[0-9a-f]{12}/g;
const LONG_HEX = /([0-9a-f]{12})[0-9a-f]{20,}/g;

/** A control group by its own name, where its path is long; tooltips and evidence have all of it. */
export function groupName(path: string): string {
  if (path.length <= READABLE_PATH) {
    return path;
  }
  const [own = path] = path.split('/').slice(-1);
  const name = own.replace(UUID, '$1').replace(LONG_HEX, '$1');
  return `…/${shortenMiddle(name, READABLE_PATH)}`;
}
