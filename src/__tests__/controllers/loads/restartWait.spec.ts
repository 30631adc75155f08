import type { Kernel } from '@jupyterlab/services';
import { Signal } from '@lumino/signaling';

import { KernelLives } from '../../../kernel/kernelLives';
import type { DeathReport } from '../../../logic/types';
import { RestartWait } from '../../../controllers/loads/restartWait';
import { detailsOf } from '../../deathFixtures';

class FakeKernel {
  readonly id = 'k';
  readonly statusChanged = new Signal<FakeKernel, Kernel.Status>(this);
}

function setUp() {
  const sender = {};
  const arrived = new Signal<object, { report: DeathReport }>(sender);
  const kernel = new FakeKernel();
  const clock = { nowMs: 100_000 };
  const lives = new KernelLives();
  const wait = new RestartWait({ arrived }, lives, () => clock.nowMs);
  const report = (changes: Partial<DeathReport> = {}): void => {
    const dead = {
      id: 'k:1',
      timeMs: clock.nowMs,
      details: { cause: 'unknown' },
      aftermath: 'restarting'
    };
    arrived.emit({ report: { ...dead, kernel: { id: 'k' }, ...changes } as DeathReport });
  };
  const asKernel = kernel as unknown as Kernel.IKernelConnection;
  const until = (): Promise<void> | null => wait.until(asKernel);
  const watch = (): void => lives.watch(asKernel);
  return { kernel, clock, report, until, watch };
}

describe('RestartWait', () => {
  it('lets living kernels be', () => {
    expect(setUp().until()).toBeNull();
  });

  it('waits until the restart was announced', async () => {
    const { kernel, report, until } = setUp();
    report();
    const wait = until();
    let isOver = false;
    void wait?.then(() => (isOver = true));
    kernel.statusChanged.emit('idle');
    await new Promise(resolve => setTimeout(resolve, 5));
    expect(isOver).toBe(false);
    kernel.statusChanged.emit('autorestarting');
    await wait;
    expect(until()).toBeNull();
  });

  it('waits no longer for a kernel that is dead for good', async () => {
    const { kernel, report, until } = setUp();
    report();
    const wait = until();
    kernel.statusChanged.emit('dead');
    await wait;
    expect(until()).toBeNull();
  });

  it('gives up when nobody restarts the kernel', () => {
    jest.useFakeTimers();
    const { report, until } = setUp();
    report();
    const done = jest.fn();
    void until()?.then(done);
    jest.advanceTimersByTime(4000);
    jest.useRealTimers();
    return Promise.resolve().then(() => expect(done).toHaveBeenCalled());
  });

  it.each<[string, Partial<DeathReport>]>([
    ['of a worker', { details: detailsOf('worker-oom-kill') }],
    ['without a restart', { aftermath: 'none' }],
    ['of long ago', { timeMs: 0 }]
  ])('does not wait after a death %s', (_name, changes) => {
    const { report, until } = setUp();
    report(changes);
    expect(until()).toBeNull();
  });

  it('does not wait again when more becomes known after the restart', () => {
    const { kernel, report, until, watch } = setUp();
    watch();
    report({ state: 'collecting' });
    kernel.statusChanged.emit('autorestarting');
    report({ state: 'final' });
    expect(until()).toBeNull();
  });
});
