import type { Kernel, KernelMessage } from '@jupyterlab/services';

import type { OpenName } from '../logic/cells/openNames';
import { refusalsOf } from '../logic/loads/verdict/refusers';
import { costlyModules } from '../logic/loads/rules/imports';
import type { KernelEnvironment, Refusal } from '../logic/types';
// From the sources: tsc copies no Python to lib/, and the way is the same from there.
import source from '../../src/kernel/probe.py';

const KEY = 'headroom';

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
 * One expression that runs `probe.py` in a dictionary of its own, which it empties at the end: nothing
 * of it stays in the user's namespace, and no garbage in the kernel's memory. Of the names that the user
 * may have shadowed it uses only `__import__`.
 */
export function probeExpression({ names, targets, withVersions }: ProbeRequest): string {
  const request = { names, targets, modules: costlyModules(), with_versions: withVersions };
  // A string of JSON is a string of Python, too.
  const asked = JSON.stringify(JSON.stringify(request));
  return [
    '(lambda execute, room:',
    `(execute(${JSON.stringify(source)}, room), room['answer'](${asked}, (lambda: 0).__globals__), room.clear())[1]`,
    ")(__import__('builtins').exec, {'__name__': 'headroom_probe', '__builtins__': __import__('builtins')})"
  ].join(' ');
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

/** What `answer` of probe.py tells; a part that it could not read is null. */
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

/** Exported for tests. Null when the kernel did not answer, or nothing that makes sense. */
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

/** The JSON that the expression gave in base64; null when it failed. */
function decoded(expression: unknown): ProbeAnswer | null {
  const value = expression as { status?: string; data?: Record<string, unknown> } | undefined;
  const text = value?.status === 'ok' ? value.data?.['text/plain'] : null;
  const base64 = typeof text === 'string' ? /^'([A-Za-z0-9+/]+=*)'$/.exec(text)?.[1] : undefined;
  // Python's JSON is plain ASCII, so one character is one byte.
  return base64 === undefined ? null : (JSON.parse(atob(base64)) as ProbeAnswer);
}
