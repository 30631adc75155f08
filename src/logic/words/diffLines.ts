/** A line-by-line difference of two short texts. */

export interface DiffLine {
  kind: 'same' | 'added' | 'removed';
  text: string;
}

/** Unchanged lines shown around a change. */
const CONTEXT = 2;

/**
 * The lines that an edit changes, with a little context around them.
 *
 * Edits of a cell touch a single call, so everything between the common beginning and the common
 * end counts as changed.
 */
export function diffLines(before: string, after: string): DiffLine[] {
  const [old, now] = [before.split('\n'), after.split('\n')];
  const shorter = Math.min(old.length, now.length);
  let head = 0;
  while (head < shorter && old[head] === now[head]) {
    head++;
  }
  let tail = 0;
  while (tail < shorter - head && old[old.length - 1 - tail] === now[now.length - 1 - tail]) {
    tail++;
  }
  const mark = (kind: DiffLine['kind'], lines: readonly string[]): DiffLine[] =>
    lines.map(text => ({ kind, text }));
  return [
    ...mark('same', old.slice(Math.max(0, head - CONTEXT), head)),
    ...mark('removed', old.slice(head, old.length - tail)),
    ...mark('added', now.slice(head, now.length - tail)),
    ...mark('same', old.slice(old.length - tail, old.length - tail + CONTEXT))
  ];
}
