import type { Kernel, KernelMessage } from '@jupyterlab/services';

import type { KernelEnvironment } from '../logic/types';

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

/**
 * One expression that only reads: distribution metadata, cwd, a few environment
 * variables, and plain names of the user's namespace (no attribute, so no code of
 * the user runs). The result travels as hex, so that its `repr` needs no parser.
 */
export function probeExpression(names: readonly string[], targets: readonly string[]): string {
  const quoted = (items: readonly string[]): string => JSON.stringify(items);
  const plain = (items: readonly string[]): string[] => items.filter(n => IDENTIFIER.test(n));
  return [
    '(lambda j, m, o, g: j.dumps({',
    `'versions': {n: next((d.version for d in m.distributions(name=n)), None) for n in ${quoted(DISTRIBUTIONS)}},`,
    "'cwd': o.getcwd(),",
    `'environment': {k: v for k, v in o.environ.items() if (k.startswith(${tuple(ENVIRONMENT_PREFIXES)}) or k in ${quoted(ENVIRONMENT_NAMES)}) and '${SECRET}' not in k},`,
    `'names': {n: (g[n] if type(g.get(n)) is str else str(g[n]) if type(g.get(n)).__module__.startswith('pathlib') else None) for n in ${quoted(plain(names))}},`,
    `'loaded_names': [n for n in ${quoted(plain(targets))} if any(c.__module__.startswith(('torch.nn', 'keras')) for c in type(g.get(n)).__mro__)]`,
    "}).encode().hex())(__import__('json'), __import__('importlib.metadata', fromlist=['metadata']), __import__('os'), globals())"
  ].join(' ');
}

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
  names: readonly string[],
  targets: readonly string[],
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
    user_expressions: { [KEY]: probeExpression(names, targets) }
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
}

/** Exported for tests. */
export function decodeReply(reply: KernelMessage.IExecuteReplyMsg): KernelEnvironment | null {
  const content = reply.content;
  if (content.status !== 'ok') {
    return null;
  }
  const value = content.user_expressions?.[KEY] as
    { status?: string; data?: Record<string, unknown> } | undefined;
  const text = value?.status === 'ok' ? value.data?.['text/plain'] : null;
  if (typeof text !== 'string') {
    return null;
  }
  const hex = /^'((?:[0-9a-f]{2})+)'$/.exec(text)?.[1];
  if (!hex) {
    return null;
  }
  const bytes = Uint8Array.from(hex.match(/../g) ?? [], pair => parseInt(pair, 16));
  const answer = JSON.parse(new TextDecoder().decode(bytes)) as ProbeAnswer;
  return {
    versions: answer.versions,
    cwd: answer.cwd,
    environment: answer.environment,
    names: answer.names,
    loadedNames: answer.loaded_names
  };
}
