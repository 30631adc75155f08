import { gpusOfMachine, gpusSeenBy } from '../../../logic/memory/seenGpus';
import { context, gpu, kernel } from '../../memoryFixtures';

const keys = (gpus: readonly ({ key: string } | null)[]) => gpus.map(found => found?.key ?? null);
const machine = (...gpus: ReturnType<typeof gpu>[]) => context([kernel('1')], [], gpus);

describe('gpusOfMachine', () => {
  it('counts those of one vendor, in order', () => {
    const card = gpu('card0', { index: 0, vendor: 'intel' });
    expect(keys(gpusOfMachine(machine(card, gpu('1'), gpu('0'))))).toEqual(['0', '1']);
    expect(keys(gpusOfMachine(machine(card)))).toEqual(['card0']);
    expect(gpusOfMachine(machine())).toEqual([]);
  });

  it('takes the only slice for its GPU, and of several none', () => {
    const slice = (key: string) => gpu(key, { index: null, parent: '0' });
    expect(keys(gpusOfMachine(machine(gpu('0'), slice('0.0'), gpu('1'))))).toEqual(['0.0', '1']);
    expect(keys(gpusOfMachine(machine(gpu('0'), slice('0.0'), slice('0.1'))))).toEqual([null]);
  });
});

describe('gpusSeenBy', () => {
  const here = { ...machine(gpu('0'), gpu('1')), visibleGpus: { '1': ['1', null] } };

  it('is in the order of the kernel', () => {
    expect(keys(gpusSeenBy(here, '1'))).toEqual(['1', null]);
  });

  it('is all of the machine for a kernel of which nothing is known', () => {
    expect(keys(gpusSeenBy(here, '2'))).toEqual(['0', '1']);
    expect(keys(gpusSeenBy(here, null))).toEqual(['0', '1']);
  });
});
