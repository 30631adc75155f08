import { visibleCapacity } from '../../logic/visibleGpus';
import { capacity, kernel } from './rules/fixtures';

const room = (freeBytes: number) => ({ freeBytes, totalBytes: 100 });
const machine = capacity(1, { gpus: { '0': room(10), '1': room(20), '2': room(30) } });

const seen = (devices: string | null) =>
  visibleCapacity(
    machine,
    kernel({}, { environment: devices === null ? {} : { CUDA_VISIBLE_DEVICES: devices } })
  ).gpus;

describe('visibleCapacity', () => {
  it.each([
    ['2,0', { '0': room(30), '1': room(10) }],
    ['1', { '0': room(20) }],
    ['', {}],
    ['-1', {}],
    ['0,9,1', { '0': room(10) }]
  ])('numbers GPUs as a process does with CUDA_VISIBLE_DEVICES=%s', (devices, gpus) => {
    expect(seen(devices)).toEqual(gpus);
  });

  it('changes nothing where ids cannot be told apart, or none is set', () => {
    expect(seen('GPU-8932f937')).toBe(machine.gpus);
    expect(seen(null)).toBe(machine.gpus);
    expect(visibleCapacity(machine, null)).toBe(machine);
  });
});
