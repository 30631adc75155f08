import type { Kernel, KernelMessage } from '@jupyterlab/services';

import type { OpenName } from '../logic/cells/openNames';
import { refusalsOf } from '../logic/loads/verdict/refusers';
import { costlyModules } from '../logic/loads/rules/imports';
import type { KernelEnvironment, Refusal } from '../logic/types';
// Imported from src/, because tsc does not copy Python files to lib/; this relative path works from
// both.
import source from '../../src/kernel/probe.py';

const KEY = 'headroom';

/** What to ask the kernel for. */
export interface ProbeRequest {
  /** The names, attributes and keys that occur in the model's reference. */
  names: readonly OpenName[];
  /** The names that results will be bound to, which may already hold a model. */
  targets: readonly string[];
  /**
   * Whether to read versions: they take most of the time, and rarely change while a kernel runs.
   */
  withVersions: boolean;
}

/**
 * A single expression that runs `probe.py` in a dictionary of its own and empties it afterwards, so
 * that nothing stays in the user's namespace and no garbage is left in the kernel's memory. The
 * only name it uses that the user could have shadowed is `__import__`.
 */
export function probeExpression({ names, targets, withVersions }: ProbeRequest): string {
  const request = { names, targets, modules: costlyModules(), with_versions: withVersions };
  // A JSON string is also a valid Python string.
  const asked = JSON.stringify(JSON.stringify(request));
  return [
    '(lambda execute, room:',
    `(execute(${JSON.stringify(source)}, room), room['answer'](${asked}, (lambda: 0).__globals__), room.clear())[1]`,
    ")(__import__('builtins').exec, {'__name__': 'headroom_probe', '__builtins__': __import__('builtins')})"
  ].join(' ');
}

/**
 * Asks an idle Python kernel, once, for what only it knows.
 *
 * Resolves to null for a busy kernel, another language, no answer in time, or an answer that makes
 * no sense. A busy kernel is never asked, because the request would wait behind the running cell
 * and delay the next one.
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
    user_expressions: { [KEY]: probeExpression(request) }
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

/** The result of `answer` in probe.py; parts that could not be read are null. */
interface ProbeAnswer {
  versions: Record<string, string | null>;
  cwd: string | null;
  environment: Record<string, string> | null;
  names: Record<string, string | null>;
  loaded_names: string[];
  modules: string[];
  torch_unused: Record<string, number> | null;
  refusals: Partial<Record<Refusal['by'], number>> | null;
}

/** Exported for tests. Null when the kernel's answer is missing or makes no sense. */
export function decodeReply(reply: KernelMessage.IExecuteReplyMsg): KernelEnvironment | null {
  const content = reply.content;
  const answer = content.status === 'ok' ? decoded(content.user_expressions?.[KEY]) : null;
  if (answer === null) {
    return null;
  }
  const refusals = refusalsOf(answer.refusals ?? {});
  const torchUnused = answer.torch_unused ?? {};
  return {
    versions: answer.versions,
    cwd: answer.cwd,
    environment: answer.environment ?? {},
    names: answer.names,
    loadedNames: answer.loaded_names,
    modules: answer.modules,
    ...(Object.keys(torchUnused).length === 0 ? {} : { torchUnused }),
    ...(refusals.length === 0 ? {} : { refusals })
  };
}

/** The JSON that the expression returned in base64; null when it failed. */
function decoded(expression: unknown): ProbeAnswer | null {
  const value = expression as { status?: string; data?: Record<string, unknown> } | undefined;
  const text = value?.status === 'ok' ? value.data?.['text/plain'] : null;
  const base64 = typeof text === 'string' ? /^'([A-Za-z0-9+/]+=*)'$/.exec(text)?.[1] : undefined;
  // Python's JSON is plain ASCII, so one character is one byte.
  return base64 === undefined ? null : (JSON.parse(atob(base64)) as ProbeAnswer);
}
