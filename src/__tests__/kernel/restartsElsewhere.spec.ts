import type { Kernel } from '@jupyterlab/services';
import { Signal } from '@lumino/signaling';

import { type HeardKernel, RestartsElsewhere } from '../../kernel/restartsElsewhere';

function setUp() {
  const kernel = {} as { anyMessage: Signal<object, Kernel.IAnyMessageArgs> };
  kernel.anyMessage = new Signal(kernel);
  const heard = kernel as unknown as HeardKernel;
  const clock = { nowMs: 100_000 };
  const restarts = new RestartsElsewhere(() => clock.nowMs);
  restarts.watch(heard);
  const say = (type: string, session: string, more: object = {}): void => {
    const msg = { channel: 'iopub', header: { msg_type: type, session }, content: {}, ...more };
    kernel.anyMessage.emit({ msg, direction: 'recv' } as unknown as Kernel.IAnyMessageArgs);
  };
  const announce = (session: string): void =>
    say('shutdown_reply', session, { content: { restart: true } });
  return { clock, say, announce, until: () => restarts.until(heard) };
}

const tick = (): Promise<void> => new Promise(resolve => setTimeout(resolve, 5));

describe('RestartsElsewhere', () => {
  it('lets kernels be that nobody restarts', () => {
    const { say, until } = setUp();
    say('status', 'old');
    say('shutdown_reply', 'old', { content: { restart: false } });
    expect(until()).toBeNull();
  });

  it('waits until the new process is heard, whatever the old one still says', async () => {
    const { say, announce, until } = setUp();
    announce('old');
    const over = jest.fn();
    const wait = until()?.then(over);
    say('status', 'old');
    say('execute_reply', 'new', { channel: 'shell' });
    await tick();
    expect(over).not.toHaveBeenCalled();
    say('status', 'new');
    await wait;
    expect(over).toHaveBeenCalled();
    expect(until()).toBeNull();
  });

  it('waits for the last of two restarts', async () => {
    const { say, announce, until } = setUp();
    announce('first');
    announce('second');
    expect(until()).not.toBeNull();
    say('status', 'third');
    expect(until()).toBeNull();
    await tick();
  });

  it('gives up when the new process keeps silent', async () => {
    jest.useFakeTimers();
    const { announce, until } = setUp();
    announce('old');
    const over = jest.fn();
    void until()?.then(over);
    await jest.advanceTimersByTimeAsync(15_000);
    jest.useRealTimers();
    expect(over).toHaveBeenCalled();
    expect(until()).toBeNull();
  });

  it('does not wait for a restart of long ago', () => {
    const { announce, clock, until } = setUp();
    announce('old');
    clock.nowMs += 15_000;
    expect(until()).toBeNull();
  });
});
