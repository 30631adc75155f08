import type { Kernel, KernelMessage } from '@jupyterlab/services';
import { Signal } from '@lumino/signaling';

import { KernelLives } from '../../../kernel/kernelLives';
import { ExecutionLog } from '../../../model/cells/executionLog';

/** A connection to a kernel that says what a test lets it say. */
class FakeConnection {
  constructor(readonly id = 'kernel-1') {}

  anyMessage = new Signal<this, { msg: unknown; direction: string }>(this);
  statusChanged = new Signal<this, string>(this);

  get asKernel(): Kernel.IKernelConnection {
    return this as unknown as Kernel.IKernelConnection;
  }

  send(msgId: string, code: string, cellId: string | null, silent = false): void {
    const content = { code, silent };
    this._say('send', 'execute_request', msgId, '', content, cellId === null ? {} : { cellId });
  }

  input(parent: string, code: string, count: number): void {
    this._say('recv', 'execute_input', 'x', parent, { code, execution_count: count });
  }

  idle(parent: string): void {
    this._say('recv', 'status', 'y', parent, { execution_state: 'idle' });
  }

  private _say(
    direction: string,
    type: string,
    id: string,
    parent: string,
    content: object,
    metadata: object = {}
  ): void {
    const msg = {
      header: { msg_id: id, msg_type: type },
      parent_header: parent ? { msg_id: parent } : {},
      content,
      metadata
    } as unknown as KernelMessage.IMessage;
    this.anyMessage.emit({ msg, direction });
  }
}

function logAt(now: () => number): ExecutionLog {
  return new ExecutionLog(new KernelLives(), now);
}

function watched(...connections: FakeConnection[]): ExecutionLog {
  const log = logAt(() => 42);
  connections.forEach(connection => log.watch(connection.asKernel));
  return log;
}

describe('ExecutionLog, of what a kernel works on', () => {
  it('knows the running cell among those that wait', () => {
    const kernel = new FakeConnection();
    const log = watched(kernel);
    kernel.send('a', 'x = 1', 'cell-a');
    kernel.send('b', 'y = 2', 'cell-b');
    kernel.input('a', 'x = 1', 7);
    expect(log.running('kernel-1')).toEqual({
      cellId: 'cell-a',
      position: null,
      executionCount: 7,
      source: 'x = 1',
      startedMs: 42
    });
    kernel.idle('a');
    expect(log.recent('kernel-1')?.cellId).toBe('cell-a');
    kernel.input('b', 'y = 2', 8);
    expect(log.running('kernel-1')?.cellId).toBe('cell-b');
    expect(log.recent('kernel-1')?.cellId).toBe('cell-b');
    kernel.idle('b');
    expect(log.running('kernel-1')).toBeNull();
  });

  it('knows since when a kernel works on what it said nothing of', () => {
    const kernel = new FakeConnection();
    let nowMs = 1000;
    const log = logAt(() => nowMs);
    log.watch(kernel.asKernel);
    kernel.send('a', 'load()', 'cell-a');
    nowMs = 2000;
    kernel.send('b', 'use()', 'cell-b');
    expect(log.running('kernel-1')).toMatchObject({ cellId: 'cell-a', startedMs: 1000 });
    nowMs = 3000;
    kernel.idle('a');
    expect(log.running('kernel-1')).toMatchObject({ cellId: 'cell-b', startedMs: 3000 });
    nowMs = 3100;
    kernel.input('b', 'use()', 2);
    expect(log.running('kernel-1')).toMatchObject({ cellId: 'cell-b', startedMs: 3100 });
  });

  it('hears the same execution once over two connections, and forgets it once', () => {
    const [one, two] = [new FakeConnection(), new FakeConnection()];
    const log = watched(one, two);
    one.send('a', 'x', 'cell-a');
    one.input('a', 'x', 1);
    two.input('a', 'x', 1);
    expect(log.running('kernel-1')?.cellId).toBe('cell-a');
    one.idle('a');
    two.idle('a');
    expect(log.running('kernel-1')).toBeNull();
  });

  it('knows the code of an execution that another page sent', () => {
    const kernel = new FakeConnection();
    const log = watched(kernel);
    kernel.input('elsewhere', 'z = 3', 2);
    expect(log.running('kernel-1')).toMatchObject({ cellId: null, source: 'z = 3' });
  });

  it('leaves out silent requests', () => {
    const kernel = new FakeConnection();
    const log = watched(kernel);
    kernel.send('s', '', 'none', true);
    kernel.idle('s');
    expect(log.running('kernel-1')).toBeNull();
  });

  it('still answers while the kernel restarts, and forgets with the next status', () => {
    const kernel = new FakeConnection();
    const log = watched(kernel);
    kernel.send('a', 'x', 'cell-a');
    kernel.input('a', 'x', 1);
    kernel.statusChanged.emit('restarting');
    kernel.statusChanged.emit('autorestarting');
    expect(log.running('kernel-1')?.cellId).toBe('cell-a');
    kernel.statusChanged.emit('starting');
    expect(log.running('kernel-1')).toBeNull();
  });

  it('keeps the cell when only the connection was lost', () => {
    const kernel = new FakeConnection();
    const log = watched(kernel);
    kernel.send('a', 'x', 'cell-a');
    kernel.input('a', 'x', 1);
    kernel.statusChanged.emit('unknown');
    kernel.statusChanged.emit('busy');
    expect(log.running('kernel-1')?.cellId).toBe('cell-a');
  });
});

const cell = (id: string) => ({ id, source: `x = '${id}'` });

describe('ExecutionLog, of the cells of a kernel', () => {
  it('keeps the order of execution, with repetitions', () => {
    const log = new ExecutionLog();
    ['b', 'a', 'b'].forEach(id => log.noteDispatch('k', cell(id)));
    expect(log.cells('k').map(c => c.id)).toEqual(['b', 'a', 'b']);
    expect(log.cells('other')).toEqual([]);
  });

  it('takes cells of before the page was opened only once', () => {
    const log = new ExecutionLog();
    log.seed('k', () => [cell('old')]);
    log.noteDispatch('k', cell('new'));
    log.seed('k', () => [cell('wrong')]);
    expect(log.cells('k').map(c => c.id)).toEqual(['old', 'new']);
  });

  it('knows nothing after a restart, and does not seed again', () => {
    const kernel = new FakeConnection('k');
    const log = watched(kernel);
    log.noteDispatch('k', cell('a'));
    kernel.statusChanged.emit('restarting');
    log.seed('k', () => [cell('before the restart')]);
    expect(log.cells('k')).toEqual([]);
  });

  it('takes nothing of an earlier life when the kernel was restarted before the first cell', () => {
    const kernel = new FakeConnection('k');
    const log = watched(kernel);
    kernel.statusChanged.emit('restarting');
    kernel.statusChanged.emit('idle');
    log.seed('k', () => [cell('of an earlier life')]);
    expect(log.cells('k')).toEqual([]);
  });

  it('knows what a dead process was given, until the next one is heard of', () => {
    const kernel = new FakeConnection('k');
    const log = watched(kernel);
    kernel.send('1', "x = 'a'", 'a');
    kernel.statusChanged.emit('autorestarting');
    log.noteDispatch('k', cell('new'));
    const ids = (): string[] => log.cellsAtDeath('k').map(({ id }) => id);
    expect([ids(), log.cells('k')]).toEqual([['a'], [cell('new')]]);
    kernel.statusChanged.emit('idle');
    expect(ids()).toEqual(['new']);
  });

  it('hears of cells that nobody handed on, and leaves out what belongs to no cell', () => {
    const kernel = new FakeConnection('k');
    const log = watched(kernel);
    kernel.send('1', "x = 'a'", 'a');
    kernel.send('2', 'dir()', null);
    kernel.send('3', 'quiet()', 'b', true);
    kernel.input('elsewhere', 'y = 1', 4);
    expect(log.cells('k')).toEqual([cell('a')]);
  });

  it.each<[string, string[], string[]]>([
    ['sent, then handed on', ['send a', 'hand a'], ['a']],
    ['handed on, sent later', ['hand a', 'hand b', 'send a', 'send b'], ['a', 'b']],
    ['run twice', ['send a', 'hand a', 'send a', 'hand a'], ['a', 'a']],
    [
      'run first by another way',
      ['send a', 'send b', 'send a', 'hand a', 'hand b'],
      ['a', 'b', 'a']
    ],
    ['handed on and never sent', ['hand a', 'send b', 'hand b'], ['a', 'b']]
  ])('counts a run once that was %s', (_name, steps, expected) => {
    const kernel = new FakeConnection('k');
    const log = watched(kernel);
    for (const step of steps) {
      const [verb = '', id = ''] = step.split(' ');
      if (verb === 'send') {
        kernel.send(step, cell(id).source, id);
      } else {
        log.noteDispatch('k', cell(id));
      }
    }
    expect(log.cells('k').map(({ id }) => id)).toEqual(expected);
  });

  it('puts cells of before the page was opened before those that it heard of first', () => {
    const kernel = new FakeConnection('k');
    const log = watched(kernel);
    kernel.send('1', "x = 'b'", 'b');
    log.seed('k', () => [cell('a'), cell('b')]);
    kernel.send('2', "x = 'a'", 'a');
    expect(log.cells('k').map(({ id }) => id)).toEqual(['a', 'b', 'a']);
  });

  it('stays bounded', () => {
    const log = new ExecutionLog();
    const firsts = new Set<string | undefined>();
    for (let i = 0; i < 2000; i++) {
      log.noteDispatch('k', cell(String(i)));
      expect(log.cells('k').length).toBeLessThanOrEqual(600);
      firsts.add(log.cells('k')[0]?.id);
    }
    expect(log.cells('k').length).toBeGreaterThanOrEqual(500);
    expect(log.cells('k').at(-1)?.id).toBe('1999');
    // Dropped a hundred at a time, so that readers need not start again with each cell.
    expect(firsts.size).toBeLessThan(20);
  });

  it('forgets the kernels that were used longest ago', () => {
    const log = new ExecutionLog();
    for (let i = 0; i < 200; i++) {
      log.noteDispatch(`kernel ${i}`, cell('a'));
      log.noteDispatch('in use', cell(String(i)));
    }
    expect(log.cells('kernel 0')).toEqual([]);
    expect(log.cells('kernel 199')).toHaveLength(1);
    expect(log.cells('in use')).toHaveLength(200);
  });

  it('keeps a kernel that still works, however long ago it was used', () => {
    const kernel = new FakeConnection('k');
    const log = watched(kernel);
    kernel.send('1', 'train()', 'a');
    for (let i = 0; i < 200; i++) {
      log.noteDispatch(`kernel ${i}`, cell('a'));
    }
    expect(log.running('k')?.cellId).toBe('a');
  });
});
