/**
 * Splits shell scripts into words: just enough of the grammar to see which programs they launch.
 */

/** Enclose an expression whose value only the kernel knows. */
export const OPEN = '\uE000';
export const CLOSE = '\uE001';

const SEPARATOR = /^(?:&&|\|\||\|&|[;&|\n()])/;
const HEREDOC = /<<-?\s*(['"]?)(\w+)\1[^\n]*\n[^]*?\n\s*\2(?=\n|$)/g;

/** The simple commands of a script, each as a list of words. */
export function commandsOf(script: string): string[][] {
  const text = script.replace(HEREDOC, '').replace(/\\\r?\n/g, ' ');
  const commands: string[][] = [[]];
  let at = 0;
  while (at < text.length) {
    const rest = text.slice(at);
    const skipped = /^(?:[ \t\r]+|\d*[<>]+&?[ \t]*[^\s;&|]*)/.exec(rest);
    const separator = SEPARATOR.exec(rest);
    const comment = /^#[^\n]*/.exec(rest);
    if (comment ?? skipped) {
      at += (comment ?? skipped)?.[0].length ?? 1;
    } else if (separator) {
      commands.push([]);
      at += separator[0].length;
    } else {
      const word = readWord(text, at);
      commands[commands.length - 1]?.push(word.text);
      at = word.to;
    }
  }
  return commands.filter(words => words.length > 0);
}

function readWord(text: string, from: number): { text: string; to: number } {
  let word = '';
  let at = from;
  while (at < text.length && !/[\s;&|()<>]/.test(text.charAt(at))) {
    const quote = text.charAt(at);
    if (quote === '"' || quote === "'") {
      const end = closing(text, at, quote);
      word += text.slice(at + 1, end).replace(/\\(["\\$`])/g, '$1');
      at = end + 1;
    } else if (quote === '\\') {
      word += text.charAt(at + 1);
      at += 2;
    } else if (quote === OPEN) {
      const end = Math.max(at, text.indexOf(CLOSE, at));
      word += text.slice(at, end + 1);
      at = end + 1;
    } else {
      word += quote;
      at++;
    }
  }
  return { text: word, to: Math.max(at, from + 1) };
}

function closing(text: string, from: number, quote: string): number {
  for (let at = from + 1; at < text.length; at++) {
    if (text.charAt(at) === '\\' && quote === '"') {
      at++;
    } else if (text.charAt(at) === quote) {
      return at;
    }
  }
  return text.length;
}

const SHELL_WORDS = new Set(['then', 'do', 'else', 'if', 'while', '{', '!']);
/** Programs that launch the program after them; options such as `-n x` in between are skipped. */
const LAUNCHERS = new Set([
  'nohup',
  'sudo',
  'time',
  'exec',
  'env',
  'setsid',
  'stdbuf',
  'nice',
  'command',
  'uv',
  'uvx',
  'poetry',
  'pipx',
  'conda',
  'timeout'
]);
const ASSIGNMENT = /^([A-Za-z_]\w*)=([^]*)$/;

export interface Command {
  /** The program without its directory, then the remaining words. */
  words: readonly string[];
  /** Variable assignments in front of the program. */
  assigned: readonly (readonly [string, string])[];
}

/** Strips whatever merely launches the program: `nohup`, `A=b`, `uv run`, `do`. */
export function commandOf(words: readonly string[]): Command {
  const assigned: [string, string][] = [];
  let rest = [...words];
  for (;;) {
    const [first = ''] = rest;
    const assignment = ASSIGNMENT.exec(first);
    if (assignment) {
      assigned.push([assignment[1] ?? '', assignment[2] ?? '']);
      rest = rest.slice(1);
    } else if (SHELL_WORDS.has(first) || first === 'export') {
      rest = rest.slice(1);
    } else if (LAUNCHERS.has(first)) {
      rest = afterLauncher(rest);
    } else {
      return { words: [program(first), ...rest.slice(1)], assigned };
    }
  }
}

function afterLauncher(words: readonly string[]): string[] {
  const [launcher = '', ...rest] = words;
  let at = 0;
  while (at < rest.length) {
    const word = rest[at] ?? '';
    if (/^-(?:n|p|u|c)$/.test(word)) {
      at += 2;
    } else if (
      word.startsWith('-') ||
      word === 'run' ||
      (launcher === 'timeout' && /^\d/.test(word))
    ) {
      at++;
    } else {
      break;
    }
  }
  return rest.slice(at);
}

/**
 * `/usr/bin/python3.11` becomes `python`. llama.cpp's old `main` and `server` keep the folder name,
 * since such common names would say nothing without it.
 */
function program(word: string): string {
  if (/^(?:.*\/)?(?:python[\d.]*|py)$/.test(word) || word === `${OPEN}sys.executable${CLOSE}`) {
    return 'python';
  }
  const llama = /llama\.cpp\/(?:build\/bin\/)?(main|server)$/.exec(word);
  return llama ? `llama.cpp/${llama[1] ?? ''}` : (word.split('/').pop() ?? word);
}

export interface Options {
  positional: readonly string[];
  /** The option as written, with its dashes, to its value; null for a flag. */
  named: ReadonlyMap<string, string | null>;
}

/** Parses `--a b`, `--a=b`, `-c 4` and `key=value`. */
export function optionsOf(words: readonly string[]): Options {
  const positional: string[] = [];
  const named = new Map<string, string | null>();
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    const next = words[at + 1];
    const equals = /^(-{0,2}[A-Za-z][\w-]*)=([^]*)$/.exec(word);
    if (equals) {
      named.set(equals[1] ?? '', equals[2] ?? '');
    } else if (!/^--?[A-Za-z]/.test(word)) {
      positional.push(word);
    } else if (next === undefined || /^--?[A-Za-z]/.test(next)) {
      named.set(word, null);
    } else {
      named.set(word, next);
      at++;
    }
  }
  return { positional, named };
}
