import { estimate } from '../../../logic/loads/rules';
import { freeFor, withTorchCache } from '../../../logic/memory/torchCache';
import type { Capacity, LoadCall, VerdictKind } from '../../../logic/types';
import { GIB } from '../../../logic/words/units';
import { judge } from '../../../logic/loads/verdict/verdict';
import { call, capacity, facts, group, kernel, str } from '../loads/rules/fixtures';

const v5 = kernel({ transformers: '5.18.0' });
const model = facts([group('BF16', 4096)]);
const load = (deviceMap: string): LoadCall =>
  call('transformers.AutoModel.from_pretrained', { device_map: str(deviceMap) });
const room = (rest: Partial<Capacity> = {}): Capacity =>
  capacity(9000, { gpus: { '0': { freeBytes: 3 * GIB, totalBytes: 16 * GIB } }, ...rest });

describe('what torch holds without using it', () => {
  it.each<[string, Record<string, number> | undefined, VerdictKind]>([
    ['is not there for others', undefined, 'cuda-oom'],
    ['on this GPU is there for a load', { '0': 6 * GIB }, 'fits'],
    ['may be too little', { '0': 1.2 * GIB }, 'risky'],
    ['on another GPU is of no use', { '1': 6 * GIB }, 'cuda-oom']
  ])('%s', (_, torchUnused, kind) => {
    const environment = torchUnused === undefined ? v5 : { ...v5, torchUnused };
    const found = estimate(load('cuda'), model, environment);
    expect(judge(found, withTorchCache(room(), environment)).kind).toBe(kind);
  });

  it('counts for device_map="auto" as well', () => {
    const found = estimate(load('auto'), model, v5);
    expect(judge(found, room()).kind).toBe('slow');
    expect(judge(found, room({ torchUnused: { '0': 6 * GIB } })).kind).toBe('fits');
  });

  it('is out of reach for engines and other allocators', () => {
    const held = room({ torchUnused: { '0': 6 * GIB } });
    expect(freeFor({ call: call('vllm.LLM') }, held, '0')).toBe(3 * GIB);
    expect(freeFor({ call: call('torch.load') }, held, '0')).toBe(9 * GIB);
  });

  it('is nothing where free memory is not known', () => {
    const unknown = room({
      gpus: { '0': { freeBytes: null, totalBytes: null } },
      torchUnused: { '0': 6 * GIB }
    });
    expect(freeFor({ call: call('torch.load') }, unknown, '0')).toBeNull();
  });
});
