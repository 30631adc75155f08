/** A quick look at the words of a cell, because nearly all cells load nothing. */

const WORD = /[A-Za-z_]\w*/g;
/**
 * Binds a name whose later use may load something: functions, classes, aliases, and imports below.
 */
const BINDERS = /^[ \t]*(?:async[ \t]+)?(?:def|class)[ \t]+(\w+)|^[ \t]*(\w+)[ \t]*=(?!=)/gm;
const IMPORTS = /^[ \t]*(?:from[ \t]+[\w.]+[ \t]+)?import[ \t]+([^#]*?)$/gm;

/** Cells whose words are kept in each of the two caches below: more than an execution log holds. */
const KEPT_CELLS = 1000;

interface CellWords {
  words: ReadonlySet<string>;
  /** Whether a loader's name is among the words. */
  mentions: boolean;
  binds: readonly string[];
}

export class Prefilter {
  private _recent = new Map<string, CellWords>();
  /**
   * The cache before `_recent`. Entries that are used again move up; the rest are dropped all at
   * once, which costs nothing.
   */
  private _older = new Map<string, CellWords>();
  /** The earlier cells of the last call, and the names they taint. */
  private _last: { earlier: readonly string[]; tainted: Set<string> } = {
    earlier: [],
    tainted: new Set()
  };

  constructor(private _triggers: ReadonlySet<string>) {}

  /** false: the cell loads nothing, whatever the earlier ones did. */
  mayLoad(source: string, earlier: readonly string[]): boolean {
    const mine = this._wordsOf(source);
    return mine.mentions || intersects(mine.words, this._tainted(earlier));
  }

  /** Names bound by earlier cells that mention a loader or another tainted name. */
  private _tainted(earlier: readonly string[]): ReadonlySet<string> {
    const { earlier: before, tainted: known } = this._last;
    // Usually these are the same cells as last time, plus one.
    const isContinuation =
      before.length <= earlier.length && before.every((one, i) => one === earlier[i]);
    const tainted = isContinuation ? known : new Set<string>();
    for (const source of isContinuation ? earlier.slice(before.length) : earlier) {
      const { words, binds, mentions } = this._wordsOf(source);
      if (mentions || intersects(words, tainted)) {
        binds.forEach(name => tainted.add(name));
      }
    }
    this._last = { earlier, tainted };
    return tainted;
  }

  private _wordsOf(source: string): CellWords {
    const recent = this._recent.get(source);
    if (recent) {
      return recent;
    }
    const words = this._older.get(source) ?? this._read(source);
    if (this._recent.size >= KEPT_CELLS) {
      this._older = this._recent;
      this._recent = new Map();
    }
    this._recent.set(source, words);
    return words;
  }

  private _read(source: string): CellWords {
    const words = new Set(source.match(WORD) ?? []);
    return { words, mentions: intersects(words, this._triggers), binds: boundNames(source) };
  }
}

function boundNames(source: string): string[] {
  const names: string[] = [];
  for (const match of source.matchAll(BINDERS)) {
    names.push(match[1] ?? match[2] ?? '');
  }
  for (const match of source.matchAll(IMPORTS)) {
    names.push(...(match[1]?.match(WORD) ?? []));
  }
  return names;
}

/** Whether two sets have a word in common; walks through the smaller one. */
function intersects(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  const [few, many] = a.size < b.size ? [a, b] : [b, a];
  for (const word of few) {
    if (many.has(word)) {
      return true;
    }
  }
  return false;
}
