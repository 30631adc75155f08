/** Where the weights end up: device_map, chains, quantisation. */
import { estimate } from '../../../../logic/loads/rules';
import type { Capacity, LoadCall, PyValue, VerdictKind } from '../../../../logic/types';
import { GIB, MIB } from '../../../../logic/words/units';
import { judge } from '../../../../logic/loads/verdict/verdict';
import { explainVerdict } from '../../../../logic/loads/words/verdictText';
import {
  IMPORTED,
  bool,
  call,
  capacity,
  facts,
  group,
  kernel,
  name,
  num,
  str,
  trans,
  unknown
} from './fixtures';

const modules = IMPORTED;
const v5 = kernel({ transformers: '5.18.0' }, { modules });
const v4 = kernel({ transformers: '4.57.6' }, { modules });
const model = facts([group('BF16', 4096)], { largestTensorBytes: 100 * MIB });
const from = (keywords: Record<string, PyValue>, rest: Partial<LoadCall> = {}): LoadCall =>
  call('transformers.AutoModel.from_pretrained', keywords, rest);
const gpus = (...free: number[]): Capacity['gpus'] =>
  Object.fromEntries(
    free.map((gib, i) => [String(i), { freeBytes: gib * GIB, totalBytes: 80 * GIB }])
  );
const step = (method: string, ...args: PyValue[]): Partial<LoadCall> => ({
  chain: [{ method, args, keywords: {} }]
});

describe('a load onto one GPU', () => {
  it.each<[string, PyValue]>([
    ['a string', str('cuda')],
    ['an index', num(0)],
    ['a device', { kind: 'call', callee: 'torch.device', args: [str('cuda:0')], keywords: {} }],
    ['a map of everything', { kind: 'dict', entries: [[str(''), num(0)]] }]
  ])('given as %s needs VRAM and hardly any RAM', (_, device) => {
    const [load] = estimate(from({ device_map: device }), model, v5).phases;
    expect((load?.vram['0']?.low ?? 0) / MIB).toBeCloseTo(4096 + 70);
    expect(load?.anonymous).toEqual({ low: 0, mid: 0, high: 0 });
  });

  it('converts a few tensors at a time', () => {
    const [load] = estimate(from({ device_map: str('cuda') }), model, v4).phases;
    expect((load?.vram['0']?.low ?? 0) / MIB).toBeCloseTo(8192 + 70);
    expect((load?.anonymous.high ?? 0) / MIB).toBeCloseTo(4 * 200);
  });

  it.each<[string, number, VerdictKind]>([
    ['fits', 8, 'fits'],
    ['may fail by the context alone', 4.2, 'risky'],
    ['fails', 3, 'cuda-oom']
  ])('%s', (_, free, kind) => {
    const found = estimate(from({ device_map: str('cuda') }), model, v5);
    expect(judge(found, capacity(9000, { gpus: gpus(free) })).kind).toBe(kind);
  });

  it.each<[string, string, number, boolean]>([
    ['tells that nobody measured it', 'cuda', 100_000, true],
    ['does not where RAM decides', 'cpu', 10, false]
  ])('%s', (_, device, headroom, isTold) => {
    const wide = from({ device_map: str(device), dtype: name('torch.float32') });
    const verdict = judge(estimate(wide, model, v5), capacity(headroom, { gpus: gpus(1) }));
    const { lines } = explainVerdict(verdict, trans);
    expect(lines.some(line => line.includes('was not measured'))).toBe(isTold);
  });

  it('says nothing about a GPU that is not known', () => {
    const found = estimate(from({ device_map: str('cuda:3') }), model, v5);
    expect(judge(found, capacity(9000, { gpus: gpus(1) })).kind).toBe('fits');
  });
});

describe('experts on a GPU', () => {
  const moe = facts([group('BF16', 512), group('BF16', 4096, 'expert')], {
    config: { num_hidden_layers: 32 }
  });
  const needs = (environment: typeof v5, deviceMap: string) =>
    estimate(from({ device_map: str(deviceMap) }), moe, environment);
  /** Both projections of one layer. */
  const merged = ((4096 * 2) / 3 / 32) * MIB;

  it.each(['cuda', 'auto'])('are merged there by transformers 5: device_map="%s"', deviceMap => {
    const { phases, resident } = needs(v5, deviceMap);
    const [vram] = Object.values(phases[0]?.vram ?? {});
    const [kept] = Object.values(resident?.vram ?? {});
    expect((vram?.high ?? 0) - (kept?.high ?? 0)).toBeCloseTo(2.8 * merged);
    expect((vram?.mid ?? 0) - (kept?.mid ?? 0)).toBeCloseTo(0.9 * merged);
  });

  it('stay apart in transformers 4', () => {
    const auto = from({ device_map: str('cuda'), dtype: name('torch.bfloat16') });
    const { phases, resident } = estimate(auto, moe, v4);
    expect(phases[0]?.vram).toEqual(resident?.vram);
  });
});

describe('device_map="auto"', () => {
  const auto = estimate(from({ device_map: str('auto'), dtype: name('torch.float32') }), model, v5);
  it.each<[string, number[], number, VerdictKind]>([
    ['without a GPU as on the CPU', [], 4000, 'oom'],
    ['on one GPU that holds it', [12], 1000, 'fits'],
    ['on two that hold it together', [6, 6], 1000, 'fits'],
    ['the rest in RAM', [6], 4000, 'slow'],
    ['the rest does not fit in RAM', [2], 4000, 'oom']
  ])('%s', (_, free, headroom, kind) => {
    expect(judge(auto, capacity(headroom, { gpus: gpus(...free) })).kind).toBe(kind);
  });
});

describe('what follows the load', () => {
  it('.to("cuda") leaves RAM and takes VRAM', () => {
    const found = estimate(from({}, step('to', str('cuda'))), model, v4);
    const move = found.phases.find(phase => phase.name === 'move');
    expect((move?.vram['0']?.low ?? 0) / MIB).toBeCloseTo(8192 + 70);
    expect(found.resident?.anonymous.high).toBe(0);
  });

  it('.to(device) is a GPU where there is one', () => {
    const found = estimate(from({}, step('to', unknown)), model, v5);
    expect(Object.keys(found.resident?.vram ?? {})).toEqual(['0']);
    expect(judge(found, capacity(9000)).kind).toBe('fits');
  });

  it('.half() behind .cuda() comes too late', () => {
    const chain = ['cuda', 'half'].map(method => ({ method, args: [], keywords: {} }));
    const found = estimate(from({}, { chain }), model, v4);
    expect(judge(found, capacity(9000, { gpus: gpus(6) })).kind).toBe('cuda-oom');
  });

  it.each(['eval', 'train', 'requires_grad_'])('.%s() changes nothing', method => {
    expect(estimate(from({}, step(method)), model, v5).phases).toHaveLength(1);
  });
});

describe('quantisation while loading', () => {
  const layout = {
    tensors: 10,
    embeddingParameters: 0.25 * GIB,
    headParameters: 0,
    linearParameters: 1.75 * GIB,
    fusedExpertParameters: 0,
    woParameters: 0,
    largestExpertBytes: 0
  };
  const dense = facts([group('BF16', 4096)], { layout });
  const config = (keywords: Record<string, PyValue>): Record<string, PyValue> => ({
    device_map: str('cuda'),
    quantization_config: { kind: 'call', callee: 'BitsAndBytesConfig', args: [], keywords }
  });
  const four = { load_in_4bit: bool(true) };
  it.each<[string, Record<string, PyValue>, number]>([
    ['4 bit', four, 0.5 + 1.75 * 0.5625],
    ['4 bit, twice', { ...four, bnb_4bit_use_double_quant: bool(true) }, 0.5 + 1.75 * 0.5159],
    ['8 bit', { load_in_8bit: bool(true) }, 0.5 + 1.75]
  ])('%s leaves the embeddings in 16 bits', (_, keywords, gib) => {
    const [load] = estimate(from(config(keywords)), dense, v5).phases;
    expect(((load?.vram['0']?.low ?? 0) - 70 * MIB) / GIB).toBeCloseTo(gib, 3);
  });

  it('does not reach experts that transformers 5 merges', () => {
    const moe = facts([group('BF16', 512), group('BF16', 4096, 'expert')]);
    const vram = (environment: typeof v4): number =>
      estimate(from(config(four)), moe, environment).phases[0]?.vram['0']?.low ?? 0;
    expect(vram(v5) / GIB).toBeGreaterThan(4);
    expect(vram(v4) / GIB).toBeLessThan(2);
  });
});
