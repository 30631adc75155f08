/**
 * Removes IPython's own syntax from a cell without shifting anything: a magic or a shell line
 * becomes the number 0 and spaces, so that every offset stays valid.
 */

/** A shell command, run when the interpreter reaches the placeholder. */
export interface ShellLine {
  /** Offset of the `0` that stands in for it. */
  at: number;
  from: number;
  to: number;
  command: string;
  /** false for `%%bash`, which runs a separate program that does not see Python's names. */
  interpolates: boolean;
  /** The words after `%%bash -s`, which become the arguments of the script. */
  arguments: string;
}

export interface PlainCell {
  text: string;
  shell: readonly ShellLine[];
}

/** Cell magics after which the rest of the cell is still Python. */
const PYTHON_MAGICS = new Set([
  'time',
  'timeit',
  'capture',
  'prun',
  'memit',
  'mprun',
  'python',
  'python3',
  'pypy',
  'wandb',
  'skip_exception'
]);
const SHELL_MAGICS = new Set(['bash', 'sh', 'shell', 'script', 'system', 'sx']);
/** Line magics that run the Python code after them. */
const TIMING = /^%(?:time|timeit|prun|memit)\b(?:[ \t]+-\w+(?:[ \t]+\d+)?)*/;
const SHELL_LINE = /^(?:!!?|%(?:sx|system)\b)/;
/** Commands that IPython runs without a percent sign, unless a variable of that name exists. */
const AUTOMAGIC = /^(?:pip|conda|mamba|uv|cd|ls|ll|mkdir|rmdir|cat|rm|mv|cp|pwd)[ \t]+[-\w./~{"'$]/;
const ASSIGNED = /^([A-Za-z_][\w, ]*=[ \t]*)([!%])(?![=])/;

export function withoutIPython(source: string): PlainCell {
  const head = /^\s*%%(\w+)([^\n]*)/.exec(source);
  if (!head) {
    return takeOutLines(source);
  }
  const magic = head[1] ?? '';
  const body = source.slice(head[0].length);
  if (PYTHON_MAGICS.has(magic)) {
    const rest = takeOutLines(body);
    const shift = head[0].length;
    return {
      text: blank(head[0]) + rest.text,
      shell: rest.shell.map(line => moved(line, shift))
    };
  }
  return SHELL_MAGICS.has(magic)
    ? shellCell(source, head[0].length, head[2] ?? '')
    : { text: blank(source), shell: [] };
}

function shellCell(source: string, from: number, words: string): PlainCell {
  if (/\bpython|\bperl|\bruby/.test(words.split('-s')[0] ?? '')) {
    return { text: blank(source), shell: [] };
  }
  const line = {
    at: 0,
    from,
    to: source.length,
    command: source.slice(from),
    interpolates: false,
    arguments: words.split(/-s\b/)[1] ?? ''
  };
  return { text: '0' + blank(source).slice(1), shell: [line] };
}

function moved(line: ShellLine, by: number): ShellLine {
  return {
    ...line,
    at: line.at + by,
    from: line.from + by,
    to: line.to + by
  };
}

/** Visits only lines that start a statement, not those inside a string or brackets. */
function takeOutLines(source: string): PlainCell {
  const shell: ShellLine[] = [];
  let text = source;
  let from = 0;
  while (from < text.length) {
    const to = endOfLine(text, from);
    const cut = readLine(text, from, to);
    if (cut) {
      text = text.slice(0, cut.at) + cut.plain + text.slice(cut.to);
      if (cut.shell) {
        shell.push(cut.shell);
      }
    }
    from = cut && !cut.python ? cut.to + 1 : endOfStatement(text, from) + 1;
  }
  return { text, shell };
}

interface Cut {
  at: number;
  to: number;
  plain: string;
  /** What follows the replaced part is Python and still has to be read. */
  python: boolean;
  shell: ShellLine | null;
}

function readLine(text: string, from: number, to: number): Cut | null {
  const line = text.slice(from, to);
  const indent = /^[ \t]*/.exec(line)?.[0].length ?? 0;
  const rest = line.slice(indent);
  const first = rest[0] ?? '';
  const assigned = /[!%]/.test(rest) ? ASSIGNED.exec(rest) : null;
  const at = from + indent + (assigned?.[1]?.length ?? 0);
  if (assigned || first === '!' || first === '%') {
    return magicLine(text, at);
  }
  const helps = first === '?' || /^[\w.]+\?{1,2}[ \t]*$/.test(rest) || AUTOMAGIC.test(rest);
  return helps ? cutLine(at, to, '0') : null;
}

function magicLine(text: string, at: number): Cut {
  const to = endOfContinued(text, at);
  const line = text.slice(at, to);
  const timing = TIMING.exec(line);
  if (timing) {
    const end = at + timing[0].length;
    return asBlock(at, end);
  }
  const shell = SHELL_LINE.exec(line);
  const cut = cutLine(at, to, '0', text);
  if (shell) {
    cut.shell = {
      at,
      from: at,
      to,
      command: line.slice(shell[0].length),
      interpolates: true,
      arguments: ''
    };
  }
  return cut;
}

/** `%time x = f()` becomes `if 1:x = f()`, which is also valid inside an indented block. */
function asBlock(at: number, to: number): Cut {
  const plain = 'if 1:'.padEnd(to - at);
  return { at, to, plain, python: true, shell: null };
}

function cutLine(at: number, to: number, sign: string, text?: string): Cut {
  const old = text?.slice(at, to) ?? ' '.repeat(to - at);
  // A line break inside a continued command would end the statement, so it becomes a space too.
  const plain = sign + ' '.repeat(Math.max(0, old.length - 1));
  return { at, to, plain, python: false, shell: null };
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

function endOfContinued(text: string, from: number): number {
  let end = endOfLine(text, from);
  while (end < text.length && /\\[ \t\r]*$/.test(text.slice(from, end))) {
    end = endOfLine(text, end + 1);
  }
  return end;
}

/** Offset of the line break that ends the logical line starting at `from`. */
function endOfStatement(text: string, from: number): number {
  let depth = 0;
  for (let i = from; i < text.length; i++) {
    const c = text[i];
    if (c === '#') {
      i = endOfLine(text, i) - 1;
    } else if (c === '"' || c === "'") {
      i = endOfString(text, i);
    } else if (c === '(' || c === '[' || c === '{') {
      depth++;
    } else if (c === ')' || c === ']' || c === '}') {
      depth = Math.max(0, depth - 1);
    } else if (c === '\\') {
      i++;
    } else if (c === '\n' && depth === 0) {
      return i;
    }
  }
  return text.length;
}

/** Offset of the last character of the string that starts at `from`. */
function endOfString(text: string, from: number): number {
  const quote = text[from] ?? '"';
  const long = text.startsWith(quote.repeat(3), from);
  const close = long ? quote.repeat(3) : quote;
  for (let i = from + close.length; i < text.length; i++) {
    if (text[i] === '\\') {
      i++;
    } else if (!long && text[i] === '\n') {
      return i - 1;
    } else if (text.startsWith(close, i)) {
      return i + close.length - 1;
    }
  }
  return text.length;
}

function blank(text: string): string {
  return text.replace(/[^\n]/g, ' ');
}
