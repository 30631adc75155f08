import type { Loader, LoadRule } from '../../types/loader';

/** Names through which Python code starts programs. */
const LAUNCHING_NAMES = ['subprocess', 'system', 'Popen', 'popen', 'getoutput'];

interface Entry {
  loader: Loader;
  rule: LoadRule;
  pattern: readonly string[];
}

/** Finds the rule for a callee; rules are grouped by the first name of their paths. */
export class LoaderIndex {
  private _byRoot = new Map<string, Entry[]>();
  /** A cell must contain one of these names to load anything with an imported loader. */
  readonly words: ReadonlySet<string>;

  constructor(loaders: readonly Loader[]) {
    const words = new Set(LAUNCHING_NAMES);
    for (const loader of loaders) {
      loader.words?.forEach(word => words.add(word));
      for (const rule of loader.rules) {
        rule.callee.forEach(path => this._add(loader, rule, path, words));
      }
    }
    this.words = words;
  }

  /** The first rule that matches the path and that `accepts` approves. */
  match(
    path: string,
    accepts: (rule: LoadRule) => boolean
  ): { loader: Loader; rule: LoadRule } | null {
    const names = path.split('.');
    const entry = this._entries(names).find(
      ({ pattern, rule }) =>
        fits(pattern, names) && !(rule.unless?.test(path) ?? false) && accepts(rule)
    );
    return entry ?? null;
  }

  /** Whether the path is a loader, or the parent of one, such as a class whose method loads. */
  knows(path: string): boolean {
    const names = path.split('.');
    return this._entries(names).some(
      ({ pattern }) => fits(pattern, names) || fits(pattern.slice(0, -1), names)
    );
  }

  private _entries(names: readonly string[]): readonly Entry[] {
    return this._byRoot.get(names[0] ?? '') ?? [];
  }

  private _add(loader: Loader, rule: LoadRule, path: string, words: Set<string>): void {
    const pattern = path.split('.');
    const root = pattern[0] ?? '';
    const last = (pattern[pattern.length - 1] ?? '').replace('[]', '');
    if (!last.includes('*')) {
      words.add(last);
    }
    const entries = this._byRoot.get(root) ?? [];
    this._byRoot.set(root, [...entries, { loader, rule, pattern }]);
  }
}

function fits(pattern: readonly string[], names: readonly string[]): boolean {
  const [head, ...rest] = pattern;
  if (head === undefined) {
    return names.length === 0;
  }
  if (head === '**') {
    return names.some((_, i) => fits(rest, names.slice(i))) || fits(rest, []);
  }
  const [name, ...others] = names;
  return name !== undefined && fitsName(head, name) && fits(rest, others);
}

function fitsName(pattern: string, name: string): boolean {
  const [before = '', after] = pattern.split('*');
  return after === undefined
    ? pattern === name
    : name.length >= before.length + after.length &&
        name.startsWith(before) &&
        name.endsWith(after);
}
