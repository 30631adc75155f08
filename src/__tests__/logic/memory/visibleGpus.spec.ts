import { visibleCapacity } from '../../../logic/memory/visibleGpus';
import { capacity, kernel } from '../loads/rules/fixtures';

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

  it('starts from the GPUs of the machine, not from what the kernel saw when it started', () => {
    const atStart = { ...machine, gpus: { '0': room(20) }, machineGpus: machine.gpus };
    const now = kernel({}, { environment: { CUDA_VISIBLE_DEVICES: '2,1' } });
    expect(visibleCapacity(atStart, now).gpus).toEqual({ '0': room(30), '1': room(20) });
  });

  it('keeps what the server says where a number may mean any of several models', () => {
    const unknown = { freeBytes: null, totalBytes: null };
    const mixed = { ...machine, gpus: { '0': unknown }, machineGpus: machine.gpus };
    const now = kernel({}, { environment: { CUDA_VISIBLE_DEVICES: '1' } });
    expect(visibleCapacity(mixed, now)).toBe(mixed);
  });

  it('changes nothing where ids cannot be told apart, or none is set', () => {
    expect(seen('GPU-8932f937')).toBe(machine.gpus);
    expect(seen(null)).toBe(machine.gpus);
    expect(visibleCapacity(machine, null)).toBe(machine);
  });
});
