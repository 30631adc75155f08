/** A quick look at the words of a cell: nearly all cells load nothing. */

const WORD = /[A-Za-z_]\w*/g;
/** What binds a name that may load when it is used: imports, functions, classes, aliases. */
const BINDERS = /^[ \t]*(?:async[ \t]+)?(?:def|class)[ \t]+(\w+)|^[ \t]*(\w+)[ \t]*=(?!=)/gm;
const IMPORTS = /^[ \t]*(?:from[ \t]+[\w.]+[ \t]+)?import[ \t]+([^#]*?)$/gm;

/** Cells whose words are kept. */
const KEPT_CELLS = 1000;

interface CellWords {
  words: ReadonlySet<string>;
  /** A loader's name is among the words. */
  mentions: boolean;
  binds: readonly string[];
}

export class Prefilter {
  private _cells = new Map<string, CellWords>();

  constructor(private _triggers: ReadonlySet<string>) {}

  /** false: the cell loads nothing, whatever the earlier ones did. */
  mayLoad(source: string, earlier: readonly string[]): boolean {
    const mine = this._wordsOf(source);
    return mine.mentions || meets(mine.words, this._tainted(earlier));
  }

  /** Names bound by earlier cells that mention a loader, or a name bound by such a cell. */
  private _tainted(earlier: readonly string[]): ReadonlySet<string> {
    const tainted = new Set<string>();
    for (const source of earlier) {
      const { words, binds, mentions } = this._wordsOf(source);
      if (mentions || meets(words, tainted)) {
        binds.forEach(name => tainted.add(name));
      }
    }
    return tainted;
  }

  private _wordsOf(source: string): CellWords {
    const known = this._cells.get(source);
    if (known) {
      return known;
    }
    const words = new Set(source.match(WORD) ?? []);
    const mentions = meets(words, this._triggers);
    const found = { words, mentions, binds: bindsOf(source) };
    if (this._cells.size >= KEPT_CELLS) {
      this._cells.clear();
    }
    this._cells.set(source, found);
    return found;
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
