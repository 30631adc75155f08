import { vramPlane } from '../../../logic/memory/vramPlane';
import { context, GIB, gpu, group, kernel, LATEST, point } from '../../memoryFixtures';

const KERNELS = [kernel('1'), kernel('2')];
const GPUS = [gpu('0', { name: 'first' }), gpu('1', { name: 'second' })];
const HERE = { ...context(KERNELS, [group('0')], GPUS), visibleGpus: { '1': ['1', null] } };
const NOW = point(1, GIB, {
  gpus: { '0': 3 * GIB, '1': 10 * GIB },
  vram: { '1': { '1': 2 * GIB }, '2': { '1': 5 * GIB, '0': GIB } }
});

describe('vramPlane', () => {
  it('numbers GPUs as the kernel does, and leaves out those it does not see', () => {
    const { gpus } = vramPlane(HERE, NOW, LATEST, 'kernel-1');
    expect(gpus.map(({ gpu: ordinal, name }) => [ordinal, name])).toEqual([['0', 'second']]);
  });

  it('names who holds what, the biggest first, and what others hold', () => {
    const [use] = vramPlane(HERE, NOW, LATEST, 'kernel-1').gpus;
    expect(use?.holders.map(({ kernelId, bytes }) => [kernelId, bytes])).toEqual([
      ['kernel-2', 5 * GIB],
      ['kernel-1', 2 * GIB]
    ]);
    expect(use?.othersBytes).toBe(3 * GIB);
  });

  it('shows every GPU to a kernel of which nothing is known', () => {
    const { gpus } = vramPlane(HERE, NOW, LATEST, 'kernel-2');
    expect(gpus.map(({ name }) => name)).toEqual(['first', 'second']);
  });

  it('keeps unknown unknown', () => {
    const [use] = vramPlane(HERE, null, null, 'kernel-1').gpus;
    expect(use).toMatchObject({ usedBytes: null, othersBytes: null, holders: [] });
  });
});
