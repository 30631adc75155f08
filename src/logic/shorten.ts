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

/** Longer paths of control groups are not read by anybody. */
const READABLE_PATH = 36;

/** A control group by its own name, where its path is long; the evidence has all of it. */
export function groupName(path: string): string {
  const [name = path] = path.split('/').slice(-1);
  return path.length <= READABLE_PATH ? path : `…/${shorten(name, READABLE_PATH)}`;
}
