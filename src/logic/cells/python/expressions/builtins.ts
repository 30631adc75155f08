/** The few functions, mostly of the standard library, whose results may name a model. */
import { joinPath } from './operators';
import type { Run } from '../run';
import {
  text,
  truth,
  unknown,
  type Arguments,
  type ClassValue,
  type FunctionValue,
  type Value
} from '../values';

type Builtin = (run: Run, given: Arguments, expression: string) => Value | null;

const TABLE: Readonly<Record<string, Builtin>> = {
  'os.path.join': joinAll,
  'posixpath.join': joinAll,
  'pathlib.Path': joinAll,
  'pathlib.PurePath': joinAll,
  'pathlib.PosixPath': joinAll,
  'os.path.expanduser': first,
  'os.path.abspath': first,
  'os.path.normpath': first,
  'os.fspath': first,
  'builtins.str': (_, given) => {
    const value = given.args[0];
    return value?.kind === 'number' ? text(String(value.value)) : stringArgument(given);
  },
  'builtins.list': first,
  'builtins.tuple': first,
  'builtins.sorted': first,
  'builtins.iter': first,
  'builtins.dict': (_, given) => dict(given),
  'builtins.len': (_, given) => {
    const value = given.args[0];
    return value?.kind === 'list' ? { kind: 'number', value: value.items.length } : null;
  },
  'builtins.bool': (_, given) => {
    const decided = given.args[0] ? truth(given.args[0]) : false;
    return decided === null ? null : { kind: 'boolean', value: decided };
  },
  'builtins.getattr': (_, given) => getAttribute(given),
  'builtins.super': superObject,
  'builtins.enumerate': (_, given) => enumerated(given),
  'builtins.zip': (_, given) => zipped(given),
  'builtins.map': mapped,
  'itertools.product': (_, given) => product(given),
  'importlib.import_module': (_, given) => {
    const name = stringArgument(given);
    return name?.kind === 'string' ? { kind: 'name', path: name.value } : null;
  },
  'asyncio.to_thread': calledInThread,
  'concurrent.futures.ThreadPoolExecutor().submit': calledInThread,
  'concurrent.futures.ThreadPoolExecutor().map': mapped,
  'functools.partial': partial,
  'accelerate.notebook_launcher': runFirst,
  'accelerate.launchers.notebook_launcher': runFirst
};

export function callBuiltin(
  run: Run,
  path: string,
  given: Arguments,
  expression: string
): Value | null {
  return TABLE[path]?.(run, given, expression) ?? null;
}

function first(_: Run, given: Arguments): Value | null {
  return given.args[0] ?? null;
}

function stringArgument(given: Arguments): Value | null {
  const value = given.args[0];
  return value?.kind === 'string' ? value : null;
}

function joinAll(_: Run, given: Arguments, expression: string): Value {
  let path = '';
  for (const arg of given.args) {
    if (arg.kind !== 'string') {
      return unknown(expression);
    }
    path = path === '' ? arg.value : joinPath(path, arg.value);
  }
  return text(path === '' ? '.' : path);
}

function dict(given: Arguments): Value | null {
  const [base] = given.args;
  if (base && base.kind !== 'dict') {
    return null;
  }
  const more = [...given.keywords].map(([k, v]) => [text(k), v] as const);
  return { kind: 'dict', entries: [...(base?.entries ?? []), ...more] };
}

/** `getattr(transformers, "AutoModel")` */
function getAttribute(given: Arguments): Value | null {
  const [object, name] = given.args;
  return object?.kind === 'name' && name?.kind === 'string'
    ? { kind: 'name', path: `${object.path}.${name.value}` }
    : null;
}

function enumerated(given: Arguments): Value | null {
  const [list] = given.args;
  return list?.kind === 'list'
    ? {
        kind: 'list',
        items: list.items.map((item, value) => ({
          kind: 'list',
          items: [{ kind: 'number', value }, item]
        }))
      }
    : null;
}

function zipped(given: Arguments): Value | null {
  const lists = given.args.map(arg => (arg.kind === 'list' ? arg.items : null));
  const [head] = lists;
  if (!head || lists.includes(null)) {
    return null;
  }
  const items = head.map((_, i): Value => ({
    kind: 'list',
    items: lists.map(list => list?.[i] ?? unknown('zip'))
  }));
  return { kind: 'list', items };
}

/** `map(load, ids)` is lazy in Python; here it runs as if its result were consumed. */
function mapped(run: Run, given: Arguments, expression: string): Value | null {
  const [callee, list] = given.args;
  if (!callee || list?.kind !== 'list') {
    return null;
  }
  const items = list.items.map(item => run.apply(callee, positional([item]), expression));
  return { kind: 'list', items };
}

/** More combinations than anyone would loop over to load models. */
const MAX_COMBINATIONS = 100;

function product(given: Arguments): Value | null {
  let rows: (readonly Value[])[] = [[]];
  for (const list of given.args) {
    if (list.kind !== 'list' || rows.length * list.items.length > MAX_COMBINATIONS) {
      return null;
    }
    rows = rows.flatMap(row => list.items.map(item => [...row, item]));
  }
  return { kind: 'list', items: rows.map(items => ({ kind: 'list', items })) };
}

/** `pool.submit(load, id)`: the call runs in a thread. The future around its result is left out. */
function calledInThread(run: Run, given: Arguments, expression: string): Value | null {
  const [callee, ...args] = given.args;
  return callee ? run.apply(callee, { ...given, args }, expression) : null;
}

/** `super()`: the same object, with members looked up from the bases of the method's class. */
function superObject(run: Run): Value | null {
  const method = run.stack[run.stack.length - 1];
  const self = method?.self;
  if (!method || self?.kind !== 'instance') {
    return null;
  }
  const owner = ownerOf(self.class, method);
  return { ...self, class: { ...owner, members: new Map() } };
}

function ownerOf(start: ClassValue, method: FunctionValue): ClassValue {
  const own = start.members.get(method.name);
  if (own?.kind === 'function' && own.node === method.node) {
    return start;
  }
  const bases = start.bases.flatMap(base => (base.kind === 'class' ? [base] : []));
  return bases[0] ? ownerOf(bases[0], method) : start;
}

function partial(_: Run, given: Arguments): Value | null {
  const [callee, ...args] = given.args;
  return callee ? { kind: 'partial', callee, given: { ...given, args } } : null;
}

function runFirst(run: Run, given: Arguments, expression: string): Value | null {
  const [callee, args] = given.args;
  const list = given.keywords.get('args') ?? args;
  const values = list?.kind === 'list' ? list.items : [];
  if (callee?.kind === 'function') {
    run.apply(callee, positional(values), expression);
  }
  return null;
}

function positional(args: readonly Value[]): Arguments {
  return { args, keywords: new Map(), complete: true };
}
