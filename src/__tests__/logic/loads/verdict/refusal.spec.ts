import { estimate } from '../../../../logic/loads/rules';
import { markText } from '../../../../logic/loads/words/markText';
import type { Refusal } from '../../../../logic/types';
import { judge, judgeAll } from '../../../../logic/loads/verdict/verdict';
import { explainVerdict } from '../../../../logic/loads/words/verdictText';
import { MIB } from '../../../../logic/words/units';
import { IMPORTED, call, capacity, facts, group, kernel, name, trans } from '../rules/fixtures';

const GIB = 1024 * MIB;
const llama = facts([group('BF16', 1536)]);
const v5 = {
  ...kernel({ transformers: '5.18.0' }),
  modules: IMPORTED
};
const load = call('transformers.AutoModelForCausalLM.from_pretrained');
const mapped = estimate(load, llama, v5);
const converted = estimate(
  call('transformers.AutoModelForCausalLM.from_pretrained', { dtype: name('torch.float32') }),
  llama,
  v5
);

const room = (by: Refusal['by'], leftMib: number, headroomMib = 16000) =>
  capacity(headroomMib, { refusals: [{ by, leftBytes: leftMib * MIB }] });

describe('limits that refuse memory', () => {
  it.each([
    ['a mapped file is data', mapped, 'data', 1500, 'refused'],
    ['as much as the file may do', mapped, 'data', 1560, 'risky'],
    ['more does', mapped, 'data', 1850, 'fits'],
    ['file and tensors together', converted, 'data', 4500, 'refused'],
    ['file and tensors fit', converted, 'data', 5000, 'fits'],
    ['addresses', mapped, 'address-space', 1500, 'refused'],
    ['threads and a second mapping take addresses', mapped, 'address-space', 3000, 'risky'],
    ['enough addresses', mapped, 'address-space', 3600, 'fits'],
    ['no overcommit', mapped, 'overcommit', 1500, 'refused']
  ] as const)('%s', (_, found, by, left, kind) => {
    expect(judge(found, room(by, left)).kind).toBe(kind);
  });

  it('refuse what would otherwise be killed', () => {
    expect(judge(converted, room('data', 4500, 1000)).kind).toBe('refused');
    expect(judge(converted, room('data', 9000, 1000)).kind).toBe('oom');
  });

  it('count only what a read-only mapping asks for', () => {
    const numpy = estimate(call('safetensors.safe_open'), llama, v5);
    expect(judge(numpy, room('data', 1000)).kind).toBe('refused');
    const gguf = estimate(call('llama_cpp.Llama', {}, { library: 'llama-cpp-python' }), llama, v5);
    expect(judge(gguf, room('data', 1000)).kind).not.toBe('refused');
  });

  it('have less left after the first of two loads', () => {
    expect(judgeAll([mapped, mapped], room('data', 1700))?.kind).toBe('refused');
  });

  it('are never certain on the strength of a name', () => {
    const guessed = estimate(load, facts([group('BF16', 9000)], { source: 'name' }), v5);
    expect(judge(guessed, room('data', 100)).kind).toBe('risky');
  });

  it('are told apart from a kill', () => {
    const text = explainVerdict(judge(mapped, room('data', 1000)), trans);
    expect(text.title).toBe('This load does not fit: the memory would be refused');
    expect(text.sentence).toBe(
      'model asks for at least 1.5 GiB, mapped file included; the limit of data (ulimit -d) leaves 1000 MiB.'
    );
    expect(text.lines.join(' ')).toContain('the kernel lives');
    expect(text.lines.join(' ')).not.toContain('swap');
    expect(markText(judge(mapped, room('data', 1000)), false, trans)).toContain('will be refused');
  });

  it('tell an administrator what helps without overcommit', () => {
    const text = explainVerdict(judge(mapped, room('overcommit', 1000)), trans);
    expect(text.sentence).toContain('overcommit_memory=2');
    expect(text.lines.join(' ')).toContain('swap');
  });

  it('say nothing where they were not asked for', () => {
    expect(judge(mapped, capacity(16 * GIB)).refusedBy).toBeUndefined();
  });
});
