import { execFileSync } from 'node:child_process';

import type { KernelMessage } from '@jupyterlab/services';

import { decodeReply, probeExpression } from '../../model/kernelProbe';

/** Evaluate the expression with a real Python, as IPython would, after `setup`. */
function evaluate(setup: string, names: string[], targets: string[]): string {
  const code = `${setup}\nprint(repr(eval(${JSON.stringify(probeExpression(names, targets))})))`;
  return execFileSync('python3', ['-c', code], {
    encoding: 'utf8',
    env: { ...process.env, HF_HOME: '/cache', HF_TOKEN: 'hf_secret' }
  }).trim();
}

function reply(text: string): KernelMessage.IExecuteReplyMsg {
  const content = {
    status: 'ok',
    user_expressions: {
      headroom: { status: 'ok', data: { 'text/plain': text } }
    }
  };
  return { content } as unknown as KernelMessage.IExecuteReplyMsg;
}

describe('the probe, run by a real Python', () => {
  const setup = [
    'import pathlib',
    'class Trap:',
    '    def __str__(self): raise SystemExit("code of the user ran")',
    '    __repr__ = __getattr__ = __str__',
    'name = "models/ü"',
    'path = pathlib.Path("a") / "b"',
    'number = 7',
    'trap = Trap()',
    'class Module: __module__ = "torch.nn.modules.module"',
    'class Net(Module): pass',
    'model = Net()'
  ].join('\n');

  it('reads names, paths, versions, cwd and a model that is already there', () => {
    const text = evaluate(setup, ['name', 'path', 'number', 'trap', 'gone'], ['model', 'trap']);
    const environment = decodeReply(reply(text));
    expect(environment?.names).toEqual({
      name: 'models/ü',
      path: 'a/b',
      number: null,
      trap: null,
      gone: null
    });
    expect(environment?.loadedNames).toEqual(['model']);
    expect(environment?.cwd).toBe(process.cwd());
    expect(environment?.versions).toHaveProperty('transformers');
  });

  it('never lets a token out', () => {
    const text = evaluate('', [], []);
    const environment = decodeReply(reply(text));
    expect(environment?.environment['HF_HOME']).toBe('/cache');
    expect(JSON.stringify(environment)).not.toContain('hf_secret');
  });

  it('asks for plain names only', () => {
    expect(probeExpression(['a.b', "x'); import os #", 'f()', 'ok'], [])).toContain('["ok"]');
  });
});

describe('decodeReply', () => {
  it.each([
    ['an error', { status: 'error', ename: 'NameError' }],
    ['no expressions', { status: 'ok' }],
    [
      'a failed expression',
      {
        status: 'ok',
        user_expressions: { headroom: { status: 'error', ename: 'X' } }
      }
    ]
  ])('gives null for %s', (_name, content) => {
    expect(decodeReply({ content } as unknown as KernelMessage.IExecuteReplyMsg)).toBeNull();
  });

  it.each(["'zz'", '7b7d', "''", "'7b7'"])('gives null for %s', text => {
    expect(decodeReply(reply(text))).toBeNull();
  });
});
