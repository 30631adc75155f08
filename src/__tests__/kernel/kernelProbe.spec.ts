import { execFileSync } from 'node:child_process';

import type { KernelMessage } from '@jupyterlab/services';

import { openName } from '../../logic/cells/openNames';
import {
  decodeReply,
  probeExpression,
  REFUSALS_EXPRESSION,
  TORCH_EXPRESSION
} from '../../kernel/kernelProbe';

/** Evaluate the expression with a real Python, as IPython would, after `setup`. */
function evaluate(setup: string, names: string[], targets: string[]): string {
  const request = {
    names: names.flatMap(name => openName(name) ?? []),
    targets,
    withVersions: true
  };
  const code = `${setup}\nprint(repr(eval(${JSON.stringify(probeExpression(request))})))`;
  return execFileSync('python3', ['-c', code], {
    encoding: 'utf8',
    env: { ...process.env, HF_HOME: '/cache', HF_TOKEN: 'hf_secret' }
  }).trim();
}

function reply(text: string, torch?: object): KernelMessage.IExecuteReplyMsg {
  const content = {
    status: 'ok',
    user_expressions: {
      headroom: { status: 'ok', data: { 'text/plain': text } },
      ...(torch === undefined ? {} : { headroom_torch: torch })
    }
  };
  return { content } as unknown as KernelMessage.IExecuteReplyMsg;
}

/** What torch's cache is told to hold, by a real Python with a stand-in for torch.cuda. */
function unusedWith(setup: string): Readonly<Record<string, number>> | undefined {
  const code = `${setup}\nprint(repr(eval(${JSON.stringify(TORCH_EXPRESSION)})))`;
  const text = execFileSync('python3', ['-c', code], { encoding: 'utf8' }).trim();
  const torch = { status: 'ok', data: { 'text/plain': text } };
  return decodeReply(reply(evaluate('', [], []), torch))?.torchUnused;
}

/** What a real Python under real limits says it may still take. */
function refusalsUnder(limits: string) {
  const code = `print(repr(eval(${JSON.stringify(REFUSALS_EXPRESSION)})))`;
  const command = `${limits} exec python3 -c "$CODE"`;
  const text = execFileSync('bash', ['-c', command], {
    encoding: 'utf8',
    env: { ...process.env, CODE: code }
  }).trim();
  const { content } = reply(evaluate('', [], [])) as unknown as {
    content: { user_expressions: Record<string, unknown> };
  };
  content.user_expressions['headroom_refusals'] = { status: 'ok', data: { 'text/plain': text } };
  return decodeReply({ content } as unknown as KernelMessage.IExecuteReplyMsg)?.refusals;
}

(process.platform === 'linux' ? describe : describe.skip)('limits that refuse memory', () => {
  const KIB = 1024;

  it('are told with what they leave to the process', () => {
    const found = refusalsUnder('ulimit -S -v 3000000; ulimit -S -d 2000000;') ?? [];
    const left = Object.fromEntries(found.map(({ by, leftBytes }) => [by, leftBytes]));
    expect(left['address-space']).toBeLessThan(3000000 * KIB);
    expect(left['address-space']).toBeGreaterThan(2000000 * KIB);
    expect(left['data']).toBeLessThan(2000000 * KIB);
    expect(left['data']).toBeGreaterThan(1500000 * KIB);
  });

  it('are none of the process where none were set', () => {
    const own = (refusalsUnder('') ?? []).filter(({ by }) => by !== 'overcommit');
    expect(own).toEqual([]);
  });
});

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

  it('reads attributes and keys, without running code of the user', () => {
    const objects = [
      'import argparse, types',
      'args = argparse.Namespace(model="org/a", depth=3)',
      'class CFG: path = "/m"',
      'class Base: kind = "large"',
      'class Config(Base):',
      '    def __init__(self): self.id = "org/b"',
      '    @property',
      '    def trap(self): raise SystemExit("a property ran")',
      'config = Config()',
      'class Odd:',
      '    def __getattribute__(self, name): raise SystemExit("__getattribute__ ran")',
      'odd = Odd()',
      'class Hidden:',
      '    @property',
      '    def __dict__(self): raise SystemExit("__dict__ ran")',
      'hidden = Hidden()',
      'class Slots: __slots__ = ("a",)',
      'slots = Slots(); slots.a = "x"',
      'class Loud(dict):',
      '    def get(self, *a): raise SystemExit("get ran")',
      'loud = Loud()',
      'cfg = {"model": "org/c", "n": 1}',
      'mod = types.ModuleType("mod"); mod.NAME = "org/d"'
    ].join('\n');
    const names = {
      'args.model': 'org/a',
      'args.depth': null,
      'CFG.path': '/m',
      'config.id': 'org/b',
      'config.kind': 'large',
      'config.trap': null,
      'odd.x': null,
      'hidden.x': null,
      'slots.a': null,
      'loud["x"]': null,
      'cfg["model"]': 'org/c',
      'cfg["n"]': null,
      'mod.NAME': 'org/d',
      'gone.x': null
    };
    const text = evaluate(objects, Object.keys(names), []);
    expect(decodeReply(reply(text))?.names).toEqual(names);
  });

  it('tells which costly modules are imported', () => {
    const text = evaluate('import sys; sys.modules["torch"] = sys', [], []);
    expect(decodeReply(reply(text))?.modules).toEqual(['torch']);
  });

  it('leaves the versions out when they are known', () => {
    const request = { names: [], targets: ["x'); import os #", 'f()'], withVersions: false };
    expect(probeExpression(request)).not.toContain('"accelerate"');
    expect(probeExpression(request)).toContain('for n in []');
  });
});

describe("torch's cache", () => {
  const cuda = (initialized: string): string =>
    [
      'import sys, types',
      'cuda = sys.modules["torch.cuda"] = types.ModuleType("torch.cuda")',
      `cuda.is_initialized = lambda: ${initialized}`,
      'cuda.device_count = lambda: 2',
      'def stats(i):',
      '    held = {"reserved_bytes": 900, "active_bytes": 500, "inactive_split_bytes": 150}',
      '    return {k: {"all": {"current": v if i else 0}, "large_pool": {"current": 7}} for k, v in held.items()}',
      'cuda.memory_stats_as_nested_dict = stats'
    ].join('\n');

  it('is what is reserved, but neither in use nor beside something in use', () => {
    expect(unusedWith(cuda('True'))).toEqual({ '0': 0, '1': 250 });
  });

  it.each([
    ['torch is not imported', ''],
    ['torch has not used a GPU', cuda('False')]
  ])('is left out where %s', (_, setup) => {
    expect(unusedWith(setup)).toBeUndefined();
  });

  it('spoils nothing when torch does not answer', () => {
    const failed = { status: 'error', ename: 'AttributeError' };
    const environment = decodeReply(reply(evaluate('', [], []), failed));
    expect(environment?.cwd).toBe(process.cwd());
    expect(environment).not.toHaveProperty('torchUnused');
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
