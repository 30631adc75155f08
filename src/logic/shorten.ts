/** A text of at most `characters`, cut with an ellipsis where it is longer. */
export function shorten(text: string, characters: number): string {
  const letters = [...text];
  return letters.length <= characters ? text : `${letters.slice(0, characters - 1).join('')}…`;
}
