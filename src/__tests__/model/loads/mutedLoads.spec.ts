import { MutedLoads } from '../../../model/loads/mutedLoads';
import type { Store } from '../../../model/saved';

const settle = (): Promise<void> => new Promise(resolve => setTimeout(resolve, 0));

function setUp(saved: unknown) {
  const written: unknown[] = [];
  const store = {
    fetch: async () => saved,
    save: async (_key: string, value: unknown) => void written.push(value)
  } as Store;
  return { muted: new MutedLoads(store), written };
}

describe('MutedLoads', () => {
  it('knows what was muted before, by notebook', async () => {
    const { muted } = setUp({ 'a.ipynb': ['gpt2'] });
    await settle();
    expect(muted.has('a.ipynb', 'gpt2')).toBe(true);
    expect(muted.has('b.ipynb', 'gpt2')).toBe(false);
  });

  it('keeps what was saved when a person mutes before it has come', async () => {
    const { muted, written } = setUp({ 'a.ipynb': ['gpt2'] });
    muted.add('a.ipynb', 'bert');
    expect(muted.has('a.ipynb', 'bert')).toBe(true);
    await settle();
    expect(written).toEqual([{ 'a.ipynb': ['gpt2', 'bert'] }]);
  });

  it('leaves out what another version saved', async () => {
    const { muted } = setUp({ 'a.ipynb': [1, 'gpt2'], 'b.ipynb': 'gpt2' });
    await settle();
    expect(muted.has('a.ipynb', 'gpt2')).toBe(true);
    expect(muted.has('a.ipynb', '1')).toBe(false);
    expect(muted.has('b.ipynb', 'gpt2')).toBe(false);
  });

  it('stays bounded', async () => {
    const { muted, written } = setUp(undefined);
    await settle();
    for (let i = 0; i < 300; i++) {
      muted.add(`${i}.ipynb`, 'gpt2');
      muted.add('in-use.ipynb', `model ${i}`);
    }
    const last = Object(written.at(-1)) as Record<string, string[]>;
    expect(Object.keys(last)).toHaveLength(200);
    expect(last['in-use.ipynb']).toHaveLength(50);
  });
});
