/** A quick look at the words of a cell: nearly all cells load nothing. */

const WORD = /[A-Za-z_]\w*/g;
/** What binds a name that may load when it is used: imports, functions, classes, aliases. */
const BINDERS = /^[ \t]*(?:async[ \t]+)?(?:def|class)[ \t]+(\w+)|^[ \t]*(\w+)[ \t]*=(?!=)/gm;
const IMPORTS = /^[ \t]*(?:from[ \t]+[\w.]+[ \t]+)?import[ \t]+([^#]*?)$/gm;

/** Cells whose words are kept, and as many that were not asked for since: more than a log holds. */
const KEPT_CELLS = 1000;

interface CellWords {
  words: ReadonlySet<string>;
  /** A loader's name is among the words. */
  mentions: boolean;
  binds: readonly string[];
}

export class Prefilter {
  private _recent = new Map<string, CellWords>();
  /** Those before: what is asked for again moves up, the rest goes all at once and costs nothing. */
  private _older = new Map<string, CellWords>();
  /** The cells before the last one that was looked at, and the names they taint. */
  private _last: { earlier: readonly string[]; tainted: Set<string> } = {
    earlier: [],
    tainted: new Set()
  };

  constructor(private _triggers: ReadonlySet<string>) {}

  /** false: the cell loads nothing, whatever the earlier ones did. */
  mayLoad(source: string, earlier: readonly string[]): boolean {
    const mine = this._wordsOf(source);
    return mine.mentions || meets(mine.words, this._tainted(earlier));
  }

  /** Names bound by earlier cells that mention a loader, or a name bound by such a cell. */
  private _tainted(earlier: readonly string[]): ReadonlySet<string> {
    const { earlier: before, tainted: known } = this._last;
    // As a rule the same cells as last time, and one more.
    const goesOn = before.length <= earlier.length && before.every((one, i) => one === earlier[i]);
    const tainted = goesOn ? known : new Set<string>();
    for (const source of goesOn ? earlier.slice(before.length) : earlier) {
      const { words, binds, mentions } = this._wordsOf(source);
      if (mentions || meets(words, tainted)) {
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
    return { words, mentions: meets(words, this._triggers), binds: bindsOf(source) };
  }
}

function bindsOf(source: string): string[] {
  const names: string[] = [];
  for (const match of source.matchAll(BINDERS)) {
    names.push(match[1] ?? match[2] ?? '');
  }
  for (const match of source.matchAll(IMPORTS)) {
    names.push(...(match[1]?.match(WORD) ?? []));
  }
  return names;
}

/** Looks the words of the smaller set up in the larger one. */
function meets(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  const [few, many] = a.size < b.size ? [a, b] : [b, a];
  for (const word of few) {
    if (many.has(word)) {
      return true;
    }
  }
  return false;
}
