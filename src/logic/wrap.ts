/**
 * A text in lines of at most `columns` characters, broken between words. A word that is longer
 * stays whole; what colours a terminal (ANSI codes) should not be in it.
 */
export function wrap(text: string, columns: number): string {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= columns) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else {
      lines.push(word);
    }
  }
  return lines.join('\n');
}
