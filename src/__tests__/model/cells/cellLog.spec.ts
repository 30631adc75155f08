import type { Kernel, KernelMessage } from '@jupyterlab/services';
import { Signal } from '@lumino/signaling';

import { CellLog } from '../../../model/cells/cellLog';

/** A connection to a kernel that says what a test lets it say. */
class FakeConnection {
  readonly id = 'kernel-1';
  anyMessage = new Signal<this, { msg: unknown; direction: string }>(this);
  statusChanged = new Signal<this, string>(this);

  get asKernel(): Kernel.IKernelConnection {
    return this as unknown as Kernel.IKernelConnection;
  }

  send(msgId: string, code: string, cellId: string, silent = false): void {
    const content = { code, silent };
    this._say('send', 'execute_request', msgId, '', content, { cellId });
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

function watched(...connections: FakeConnection[]): CellLog {
  const log = new CellLog(() => 42);
  connections.forEach(connection => log.watch(connection.asKernel));
  return log;
}

describe('CellLog', () => {
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
    const log = new CellLog(() => nowMs);
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
