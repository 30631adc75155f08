/** Loads by external programs: shell lines, `%%bash`, `subprocess`, `os.system`. */
import { parser } from '@lezer/python';

import type { Loader, ShellCommand } from '../../types/loader';
import type { ModelReference } from '../../types/load';
import { draftOf, report } from './calls';
import type { ShellLine } from '../syntax/ipython';
import type { Run, Site } from '../python/run';
import { nodeText } from '../syntax/tree';
import { text, type Arguments, type Value } from '../python/values';
import { CLOSE, commandOf, commandsOf, OPEN, optionsOf } from './shellWords';

interface Known {
  loader: Loader;
  command: ShellCommand;
  words: readonly string[];
}

/** Python functions that run a program; the first argument is the command. */
const RUNNERS =
  /^(?:subprocess\.(?:run|Popen|call|check_call|check_output|getoutput|getstatusoutput)|os\.(?:system|popen)|asyncio\.create_subprocess_(?:shell|exec)|builtins\.get_ipython\(\)\.(?:system|getoutput))$/;

export class ShellReader {
  private _commands: readonly Known[];

  constructor(loaders: readonly Loader[]) {
    this._commands = loaders.flatMap(loader =>
      (loader.commands ?? []).map(command => ({
        loader,
        command,
        words: command.command.split(' ')
      }))
    );
  }

  /** A line that IPython passes to the shell. */
  line(run: Run, line: ShellLine): void {
    const command = line.interpolates
      ? interpolated(run, line.command)
      : withArguments(line.command, interpolated(run, line.arguments));
    const site = run.cell === run.target || !run.site ? null : run.site;
    this._script(run, command, site, line);
  }

  /**
   * `subprocess.run([...])` and the like. Always null: what such a call returns is of no interest.
   */
  call(run: Run, path: string, given: Arguments): null {
    const first = given.args[0] ?? given.keywords.get('args');
    if (RUNNERS.test(path) && first && run.site) {
      const exec = path.endsWith('_exec');
      this._started(run, exec ? { kind: 'list', items: given.args } : first, run.site);
    }
    return null;
  }

  private _started(run: Run, value: Value, site: Site): void {
    if (value.kind === 'list') {
      const words = value.items.map(wordOf);
      const script = /^(?:ba|z|da)?sh$/.test(words[0] ?? '') ? words[2] : null;
      if (script) {
        this._script(run, script, site, null);
      } else {
        this._command(run, words, site, null, new Map());
      }
    } else if (value.kind === 'call' && value.callee === 'shlex.split') {
      const [inner] = value.given.args;
      this._started(run, inner ?? text(''), site);
    } else if (value.kind === 'attribute' && value.name === 'split') {
      this._started(run, value.receiver, site);
    } else if (value.kind === 'string') {
      this._script(run, value.value, site, null);
    }
  }

  private _script(run: Run, script: string, site: Site | null, line: ShellLine | null): void {
    const variables = new Map<string, string>();
    for (const words of commandsOf(script)) {
      this._command(run, words, site, line, variables);
    }
  }

  private _command(
    run: Run,
    raw: readonly string[],
    site: Site | null,
    line: ShellLine | null,
    variables: Map<string, string>
  ): void {
    const expanded = raw.map(word => expand(word, variables));
    const { words, assigned } = commandOf(expanded);
    assigned.forEach(([name, value]) => variables.set(name, value));
    const known = this._commands.find(one => one.words.every((word, i) => words[i] === word));
    const [program = ''] = known?.words ?? [];
    const where = site ?? (line && siteOf(run, line, program));
    if (known && where) {
      this._report(run, known, words.slice(known.words.length), where);
    }
  }

  private _report(
    run: Run,
    { loader, command }: Known,
    words: readonly string[],
    site: Site
  ): void {
    const options = optionsOf(words);
    const named = (command.options ?? []).find(name => options.named.get(name));
    const id =
      (named !== undefined ? options.named.get(named) : null) ??
      (command.positional ? options.positional[0] : null);
    if (!id) {
      return;
    }
    const identity = {
      loader: loader.id,
      library: loader.library,
      callee: `shell:${command.command}`
    };
    const given = { args: [], keywords: keywordsOf(options.named), complete: true };
    report(run, draftOf(run, identity, referenceOf(id), given, site), []);
  }
}

/**
 * The call is the whole line. The callee is the program's name, or the line if the name is not in
 * it.
 */
function siteOf(run: Run, line: ShellLine, program: string): Site {
  const { cell } = run;
  const range = { from: line.from + cell.shift, to: line.to + cell.shift };
  const at = line.command.indexOf(program);
  const from = range.to - line.command.length + at;
  const callee = at < 0 ? range : { from, to: from + program.length };
  return { cell, call: range, callee, list: null };
}

function wordOf(value: Value): string {
  switch (value.kind) {
    case 'string':
    case 'number':
      return String(value.value);
    case 'name':
      return `${OPEN}${value.path}${CLOSE}`;
    case 'unknown':
      return `${OPEN}${value.expression}${CLOSE}`;
    default:
      return `${OPEN}...${CLOSE}`;
  }
}

function referenceOf(word: string): ModelReference {
  if (!word.includes(OPEN)) {
    return { value: word, how: 'literal', expression: word };
  }
  const whole = word.startsWith(OPEN) && word.indexOf(CLOSE) === word.length - 1;
  const expression = whole ? word.slice(1, -1) : word.split(OPEN).join('{').split(CLOSE).join('}');
  return { value: null, how: 'unknown', expression };
}

/** Turns `--max-model-len 4096` into the keyword `max_model_len`. */
function keywordsOf(named: ReadonlyMap<string, string | null>): Map<string, Value> {
  return new Map(
    [...named].map(([name, value]) => [name.replace(/^-+/, '').replace(/-/g, '_'), valueOf(value)])
  );
}

function valueOf(word: string | null): Value {
  if (word === null) {
    return { kind: 'boolean', value: true };
  }
  return /^-?\d+(?:\.\d+)?$/.test(word) ? { kind: 'number', value: Number(word) } : text(word);
}

function expand(word: string, variables: ReadonlyMap<string, string>): string {
  return word.replace(
    /\$\{(\w+)(?::-[^}]*)?\}|\$(\w+)/g,
    (whole, braced?: string, bare?: string) => variables.get(braced ?? bare ?? '') ?? whole
  );
}

/** Replaces `$1` to `$9` in a script by the words that `%%bash -s "$id"` passes to it. */
function withArguments(script: string, given: string): string {
  const words = commandsOf(given)[0] ?? [];
  return script.replace(/\$\{?([1-9])\}?/g, (whole, at: string) => {
    const word = words[Number(at) - 1];
    return word ?? whole;
  });
}

const FIELD = /\{([^{}\n]+)\}|\$([A-Za-z_]\w*)/g;
const PLAIN = /^[A-Za-z_][\w.]*(?:\[[^\]]*\])?$/;

/** In a `!` line, IPython replaces `{expression}` and `$name` with Python values. */
function interpolated(run: Run, line: string): string {
  return line.replace(FIELD, (whole, field?: string, name?: string) => {
    const expression = field ?? name ?? '';
    const value = valueOfText(run, expression);
    if (value && (value.kind === 'string' || value.kind === 'number')) {
      return String(value.value);
    }
    const asked = PLAIN.test(expression) && (name === undefined || value !== null);
    return asked ? `${OPEN}${expression}${CLOSE}` : whole;
  });
}

/** null when it is not a name of the notebook, as far as that has been read. */
function valueOfText(run: Run, expression: string): Value | null {
  const top = parser.parse(expression).topNode;
  const node = top.firstChild?.firstChild;
  if (!node || (node.name === 'VariableName' && !run.memory.lookUp(nodeText(node, expression)))) {
    return null;
  }
  const { cell } = run;
  run.cell = { ...cell, text: expression, shell: new Map() };
  try {
    return run.evaluate(node);
  } finally {
    run.cell = cell;
  }
}
