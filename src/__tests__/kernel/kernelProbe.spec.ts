import { execFileSync } from 'node:child_process';

import type { Kernel, KernelMessage } from '@jupyterlab/services';

import { openName } from '../../logic/cells/openNames';
import { decodeReply, probeExpression, probeKernel } from '../../kernel/kernelProbe';
import type { ProbeRequest } from '../../kernel/kernelProbe';
import { PROBE_ANSWER } from '../precheckFixtures';

// What probe.py reads, and what it must not touch, is tested in tests/unit/kernel_probe.

function request(names: string[], over: Partial<ProbeRequest> = {}): ProbeRequest {
  const open = names.flatMap(name => openName(name) ?? []);
  return { names: open, targets: [], withVersions: false, ...over };
}

/** Evaluate the expression with a real Python, as IPython would, after `setup`. */
function evaluate(setup: string, asked: ProbeRequest, before = ''): string {
  const code = [
    setup,
    before,
    `answer = eval(${JSON.stringify(probeExpression(asked))})`,
    "__import__('sys').stdout.write(answer.__repr__())"
  ].join('\n');
  return execFileSync('python3', ['-c', code], { encoding: 'utf8' });
}

function reply(text: string): KernelMessage.IExecuteReplyMsg {
  const content = {
    status: 'ok',
    user_expressions: { headroom: { status: 'ok', data: { 'text/plain': text } } }
  };
  return { content } as unknown as KernelMessage.IExecuteReplyMsg;
}

const inBase64 = (answer: object): string => `'${btoa(JSON.stringify(answer))}'`;

describe('the expression, run by a real Python', () => {
  const setup = [
    'import pathlib',
    'name = "models/ü \\U0001f600"',
    'path = pathlib.Path("a") / "b"',
    'cfg = {"a b": "org/c"}',
    'class Module: __module__ = "torch.nn.modules.module"',
    'class Net(Module): pass',
    'model = Net()'
  ].join('\n');
  const names = ['name', 'path', 'cfg["a b"]', 'gone'];

  it('brings back what only the kernel knows', () => {
    const asked = request(names, { targets: ['model', 'path'], withVersions: true });
    const environment = decodeReply(reply(evaluate(setup, asked)));
    expect(environment?.names).toEqual({
      name: 'models/ü \u{1f600}',
      path: 'a/b',
      'cfg["a b"]': 'org/c',
      gone: null
    });
    expect(environment?.loadedNames).toEqual(['model']);
    expect(environment?.cwd).toBe(process.cwd());
    expect(environment?.versions).toHaveProperty('transformers');
    expect(environment?.modules).toEqual([]);
  });

  it('leaves the versions out when they are known', () => {
    expect(decodeReply(reply(evaluate('', request([]))))?.versions).toEqual({});
  });

  it('leaves the namespace as it was', () => {
    const asked = request(names, { targets: ['model'] });
    const code = [
      setup,
      'before = None; before = dict(globals())',
      `eval(${JSON.stringify(probeExpression(asked))})`,
      'assert {**globals(), "before": None} == before'
    ].join('\n');
    execFileSync('python3', ['-c', code], { stdio: 'pipe' });
  });

  it('does not use what the user has put over builtins', () => {
    const shadowed = [
      'exec',
      'globals',
      'type',
      'str',
      'dict',
      'next',
      'any',
      'all',
      'len',
      'repr'
    ];
    const trap = 'def trap(*_, **__): raise SystemExit("code of the user ran")';
    const before = [trap, ...shadowed.map(name => `${name} = trap`)].join('\n');
    const text = evaluate(setup, request(names, { targets: ['model'] }), before);
    expect(decodeReply(reply(text))?.names['path']).toBe('a/b');
  });

  it('takes names for data, never for code', () => {
    const trap = 'def f(): raise SystemExit("code of the user ran")';
    const targets = ["x'); import os #", 'f()', '"', '\\'];
    const text = evaluate(trap, request([], { targets }));
    expect(decodeReply(reply(text))?.loadedNames).toEqual([]);
  });
});

describe('decodeReply', () => {
  it('tells only what the kernel could read', () => {
    const answer = { ...PROBE_ANSWER, cwd: null, environment: null };
    const told = { ...answer, torch_unused: null, refusals: null };
    expect(decodeReply(reply(inBase64(told)))).toEqual({
      versions: PROBE_ANSWER.versions,
      cwd: null,
      environment: {},
      names: {},
      loadedNames: [],
      modules: []
    });
  });

  it("tells torch's cache and the limits of the process where there are any", () => {
    const told = { ...PROBE_ANSWER, torch_unused: { '1': 250 }, refusals: { data: 7, other: 1 } };
    expect(decodeReply(reply(inBase64(told)))).toMatchObject({
      torchUnused: { '1': 250 },
      refusals: [{ by: 'data', leftBytes: 7 }]
    });
    const none = { ...PROBE_ANSWER, torch_unused: {}, refusals: {} };
    expect(decodeReply(reply(inBase64(none)))).not.toHaveProperty('torchUnused');
    expect(decodeReply(reply(inBase64(none)))).not.toHaveProperty('refusals');
  });

  it.each([
    ['an error', { status: 'error', ename: 'NameError' }],
    ['no expressions', { status: 'ok' }],
    [
      'a failed expression',
      { status: 'ok', user_expressions: { headroom: { status: 'error', ename: 'X' } } }
    ]
  ])('gives null for %s', (_name, content) => {
    expect(decodeReply({ content } as unknown as KernelMessage.IExecuteReplyMsg)).toBeNull();
  });

  it.each(['e30=', "''", "'{}'"])('gives null for %s', text => {
    expect(decodeReply(reply(text))).toBeNull();
  });
});

describe('probeKernel', () => {
  it("gives null for an answer that is no probe's", async () => {
    const kernel = {
      status: 'idle',
      info: Promise.resolve({ language_info: { name: 'python' } }),
      requestExecute: () => ({ done: Promise.resolve(reply("'zzzz'")), dispose: () => undefined })
    };
    const connection = kernel as unknown as Kernel.IKernelConnection;
    expect(await probeKernel(connection, request([]), 1000)).toBeNull();
  });
});
