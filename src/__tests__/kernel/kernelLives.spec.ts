import type { Kernel } from '@jupyterlab/services';
import { Signal } from '@lumino/signaling';

import { KernelLives, type LivingKernel } from '../../kernel/kernelLives';

function connection(id = 'k'): LivingKernel & { become(status: Kernel.Status): void } {
  const sender = { id } as unknown as Kernel.IKernelConnection;
  const statusChanged = new Signal<Kernel.IKernelConnection, Kernel.Status>(sender);
  return { id, statusChanged, become: status => statusChanged.emit(status) };
}

function setUp(...connections: LivingKernel[]) {
  const lives = new KernelLives();
  const told: string[] = [];
  lives.ended.connect((_, { id }) => told.push(`${id} ended`));
  lives.began.connect((_, { id }) => told.push(`${id} began`));
  connections.forEach(kernel => lives.watch(kernel));
  return { lives, told };
}

describe('KernelLives', () => {
  it.each<[string, Kernel.Status[], string[]]>([
    ['a restart by a person', ['restarting', 'starting', 'idle'], ['k ended', 'k began']],
    ['a restart after a death', ['autorestarting', 'unknown', 'idle'], ['k ended', 'k began']],
    ['a death for good', ['dead'], ['k ended']],
    ['a lost connection', ['unknown', 'busy'], []],
    ['a kernel that is told to end', ['terminating'], []],
    ['work', ['busy', 'idle'], []]
  ])('hears of %s', (_name, statuses, expected) => {
    const kernel = connection();
    const { told } = setUp(kernel);
    statuses.forEach(status => kernel.become(status));
    expect(told).toEqual(expected);
  });

  it('follows a connection once', () => {
    const kernel = connection();
    const { lives, told } = setUp(kernel);
    lives.watch(kernel);
    kernel.become('dead');
    expect(told).toEqual(['k ended']);
  });

  it('hears of the next life over another connection', () => {
    const [gone, next] = [connection(), connection()];
    const { told } = setUp(gone, next, connection('other'));
    gone.become('dead');
    next.become('idle');
    expect(told).toEqual(['k ended', 'k began']);
  });

  it('lets each connection tell when it dropped what was sent', () => {
    const [one, two] = [connection(), connection()];
    const { told } = setUp(one, two);
    one.become('autorestarting');
    two.become('autorestarting');
    expect(told).toEqual(['k ended', 'k ended']);
  });
});
