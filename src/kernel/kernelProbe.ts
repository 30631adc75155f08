import type { Kernel, KernelMessage } from '@jupyterlab/services';

import type { OpenName } from '../logic/cells/openNames';
import { refusalsOf } from '../logic/loads/verdict/refusers';
import { costlyModules } from '../logic/loads/rules/imports';
import type { KernelEnvironment, Refusal } from '../logic/types';

/** Distributions whose version decides a rule. */
const DISTRIBUTIONS = [
  'accelerate',
  'bitsandbytes',
  'diffusers',
  'kernels',
  'llama-cpp-python',
  'numpy',
  'peft',
  'safetensors',
  'sentence-transformers',
  'torch',
  'transformers',
  'unsloth',
  'vllm'
];

const ENVIRONMENT_PREFIXES = ['HF_', 'HUGGINGFACE_', 'TRANSFORMERS_', 'PYTORCH_'];
const ENVIRONMENT_NAMES = ['CUDA_VISIBLE_DEVICES', 'XDG_CACHE_HOME', 'MALLOC_MMAP_THRESHOLD_'];
/** Never leaves the kernel, whatever its prefix. */
const SECRET = 'TOKEN';

const IDENTIFIER = /^[\p{L}_][\p{L}\p{N}_]*$/u;
const KEY = 'headroom';
const TORCH_KEY = 'headroom_torch';
const REFUSALS_KEY = 'headroom_refusals';

/** What to ask the kernel for. */
export interface ProbeRequest {
  /** Names, attributes and keys that the model's reference is made of. */
  names: readonly OpenName[];
  /** Names that the results will be bound to: they may hold a model already. */
  targets: readonly string[];
  /** Versions cost most of the time, and rarely change while a kernel runs. */
  withVersions: boolean;
}

/**
 * `look(root, attribute, key)`: a string or a path, read without running code of the user.
 *
 * A key is read from a plain dict only. An attribute is read from the `__dict__` of a module,
 * a class, or an object whose class changes neither `__getattribute__` nor `__dict__`, and from
 * those of its classes; a property is found there as an object, and never called.
 */
const LOOK = [
  "(lambda text: lambda root, a, k: text(root) if a is None and k is None else text(root.get(k)) if a is None and type(root) is dict else None if a is None else text(next((d[a] for d in (root.__dict__ if type(root) in (type, type(__import__('sys'))) or",
  "(type(type(root)) is type and type(root).__getattribute__ is object.__getattribute__ and hasattr(type(root), '__dict__') and",
  "all(type(c.__dict__.get('__dict__')).__name__ in ('getset_descriptor', 'NoneType') for c in type(root).__mro__)",
  "and any(type(c.__dict__.get('__dict__')).__name__ == 'getset_descriptor' for c in type(root).__mro__)) else {},",
  '*(c.__dict__ for c in (type.__dict__["__mro__"].__get__(root if type(root) is type else type(root)))))',
  'if a in d), None)))',
  "(lambda v: v if type(v) is str else str(v) if type(v).__module__ in ('pathlib', 'pathlib._local') else None)"
].join(' ');

/**
 * One expression that only reads: distribution metadata, cwd, a few environment variables,
 * imported modules, and strings under names of the user's namespace. The result travels as
 * hex, so that its `repr` needs no parser.
 */
export function probeExpression({ names, targets, withVersions }: ProbeRequest): string {
  const quoted = (items: readonly unknown[]): string => JSON.stringify(items);
  const wanted = names.filter(({ root }) => IDENTIFIER.test(root));
  const reads = wanted.map(
    ({ text, root, attribute, key }) =>
      `${JSON.stringify(text)}: look(g.get(${JSON.stringify(root)}), ${python(attribute)}, ${python(key)})`
  );
  const plain = targets.filter(target => IDENTIFIER.test(target));
  return [
    '(lambda j, m, o, s, g, look: j.dumps({',
    `'versions': {n: next((d.version for d in m.distributions(name=n)), None) for n in ${quoted(withVersions ? DISTRIBUTIONS : [])}},`,
    "'cwd': o.getcwd(),",
    `'environment': {k: v for k, v in o.environ.items() if (k.startswith(${tuple(ENVIRONMENT_PREFIXES)}) or k in ${quoted(ENVIRONMENT_NAMES)}) and '${SECRET}' not in k},`,
    `'names': {${reads.join(', ')}},`,
    `'loaded_names': [n for n in ${quoted(plain)} if any(c.__module__.startswith(('torch.nn', 'keras')) for c in type(g.get(n)).__mro__)],`,
    `'modules': [n for n in ${quoted(costlyModules())} if n in s.modules]`,
    `}).encode().hex())(__import__('json'), __import__('importlib.metadata', fromlist=['metadata']), __import__('os'), __import__('sys'), globals(), ${LOOK})`
  ].join(' ');
}

/**
 * What torch's caching allocator holds and would give back to the driver before it fails:
 * whole unused segments, `inactive_split` being the pieces of segments in use (torch's
 * documentation of `memory_stats`). Nothing is imported or initialised; apart from the
 * other expression, so that what fails here spoils nothing there.
 */
export const TORCH_EXPRESSION = [
  "(lambda j, c: j.dumps({str(i): (lambda s: max(0, s('reserved_bytes') - s('active_bytes') - s('inactive_split_bytes')))",
  "(lambda name, stats=c.memory_stats_as_nested_dict(i): stats[name]['all']['current'])",
  'for i in range(c.device_count())} if c is not None and c.is_initialized() else {}).encode().hex())',
  "(__import__('json'), __import__('sys').modules.get('torch.cuda'))"
].join(' ');

/**
 * Limits that refuse memory: soft limit and use of addresses and of data, and what the machine may
 * still commit where it counts (`vm.overcommit_memory=2`). Fails where there are no such files.
 */
export const REFUSALS_EXPRESSION = [
  "(lambda j, r, kb: j.dumps({by: left for by, left in ((lambda own: (('address-space', own('AS', 'VmSize')), ('data', own('DATA', 'VmData'))))",
  "(lambda n, k: (lambda soft: None if soft == r.RLIM_INFINITY else soft - kb('/proc/self/status', k))(r.getrlimit(getattr(r, 'RLIMIT_' + n))[0])) +",
  "(('overcommit', kb('/proc/meminfo', 'CommitLimit') - kb('/proc/meminfo', 'Committed_AS') if __import__('pathlib').Path('/proc/sys/vm/overcommit_memory').read_text().strip() == '2' else None),))",
  'if left is not None}).encode().hex())',
  "(__import__('json'), __import__('resource'), lambda f, k: next(int(line.split()[1]) * 1024 for line in __import__('pathlib').Path(f).read_text().splitlines() if line.startswith(k + ':')))"
].join(' ');

const python = (text: string | null): string => (text === null ? 'None' : JSON.stringify(text));

function tuple(items: readonly string[]): string {
  return `(${items.map(item => `'${item}'`).join(', ')},)`;
}

/**
 * Ask an idle Python kernel once what only it knows.
 *
 * Resolves to null for a busy kernel, another language, no answer in time, or an
 * answer that makes no sense. A busy kernel is never asked: the request would wait
 * behind the running cell and delay the next one.
 */
export async function probeKernel(
  kernel: Kernel.IKernelConnection,
  request: ProbeRequest,
  timeoutMs: number
): Promise<KernelEnvironment | null> {
  if (kernel.status !== 'idle' || (await language(kernel, timeoutMs)) !== 'python') {
    return null;
  }
  const future = kernel.requestExecute({
    code: '',
    silent: true,
    store_history: false,
    stop_on_error: false,
    user_expressions: {
      [KEY]: probeExpression(request),
      [TORCH_KEY]: TORCH_EXPRESSION,
      [REFUSALS_KEY]: REFUSALS_EXPRESSION
    }
  });
  try {
    const reply = await within(future.done, timeoutMs);
    return reply ? decodeReply(reply) : null;
  } catch {
    return null;
  } finally {
    future.dispose();
  }
}

async function language(
  kernel: Kernel.IKernelConnection,
  timeoutMs: number
): Promise<string | null> {
  const info = await within(kernel.info, timeoutMs);
  return info?.language_info.name ?? null;
}

async function within<T>(promise: Promise<T>, timeoutMs: number): Promise<T | null> {
  let timer = 0;
  const late = new Promise<null>(resolve => {
    timer = window.setTimeout(() => resolve(null), timeoutMs);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    window.clearTimeout(timer);
  }
}

/** The shape of the expression's value. */
interface ProbeAnswer {
  versions: Record<string, string | null>;
  cwd: string;
  environment: Record<string, string>;
  names: Record<string, string | null>;
  loaded_names: string[];
  modules: string[];
}

/** Exported for tests. */
export function decodeReply(reply: KernelMessage.IExecuteReplyMsg): KernelEnvironment | null {
  const content = reply.content;
  if (content.status !== 'ok') {
    return null;
  }
  const expressions = content.user_expressions;
  const answer = decoded(expressions?.[KEY]) as ProbeAnswer | null;
  if (answer === null) {
    return null;
  }
  const left = decoded(expressions?.[REFUSALS_KEY]) as Record<Refusal['by'], number> | null;
  const refusals = refusalsOf(left ?? {});
  const unused = decoded(expressions?.[TORCH_KEY]) as Record<string, number> | null;
  return {
    versions: answer.versions,
    cwd: answer.cwd,
    environment: answer.environment,
    names: answer.names,
    loadedNames: answer.loaded_names,
    modules: answer.modules,
    ...(unused === null || Object.keys(unused).length === 0 ? {} : { torchUnused: unused }),
    ...(refusals.length === 0 ? {} : { refusals })
  };
}

/** The JSON that an expression gave as hex; null when it failed. */
function decoded(expression: unknown): unknown {
  const value = expression as { status?: string; data?: Record<string, unknown> } | undefined;
  const text = value?.status === 'ok' ? value.data?.['text/plain'] : null;
  const hex = typeof text === 'string' ? /^'((?:[0-9a-f]{2})+)'$/.exec(text)?.[1] : undefined;
  if (!hex) {
    return null;
  }
  const bytes = Uint8Array.from(hex.match(/../g) ?? [], pair => parseInt(pair, 16));
  return JSON.parse(new TextDecoder().decode(bytes));
}
