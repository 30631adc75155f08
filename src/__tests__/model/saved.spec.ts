import { Saved, savedEntries, withEntry, type Store } from '../../model/saved';

interface Saving {
  store: Store;
  written: unknown[];
}

function storeOf(fetch: () => Promise<unknown>): Saving {
  const written: unknown[] = [];
  const save = async (_key: string, value: unknown) => void written.push(value);
  return { store: { fetch, save } as Store, written };
}

const counter = (store: Store | null) =>
  new Saved<number>(store, {
    key: 'counter',
    initial: 0,
    read: saved => (typeof saved === 'number' ? saved : null),
    write: value => value
  });

const add = (more: number) => (value: number) => value + more;

describe('Saved', () => {
  it.each<[string, () => Promise<unknown>, number]>([
    ['takes what was saved', async () => 5, 5],
    ['begins anew where nothing was', async () => undefined, 0],
    ['begins anew where it cannot be used', async () => ({ of: 'another version' }), 0],
    ['begins anew where it cannot be read', () => Promise.reject(new Error('no disk')), 0]
  ])('%s', async (_name, fetch, expected) => {
    const { store, written } = storeOf(fetch);
    const saved = counter(store);
    await saved.ready;
    expect(saved.value).toBe(expected);
    expect(written).toEqual([]);
  });

  it('saves each change, and nothing when nothing changes', async () => {
    const { store, written } = storeOf(async () => 5);
    const saved = counter(store);
    await saved.ready;
    saved.change(add(1));
    saved.change(add(0));
    expect(saved.value).toBe(6);
    expect(written).toEqual([6]);
  });

  it('adds changes that were made early to what was saved, and does not overwrite it', async () => {
    const { store, written } = storeOf(async () => 5);
    const saved = counter(store);
    saved.change(add(1));
    saved.change(add(2));
    expect(saved.value).toBe(3);
    await saved.ready;
    expect(saved.value).toBe(8);
    expect(written).toEqual([8]);
  });

  it('lives as long as the page where nothing can be saved', async () => {
    const save = () => Promise.reject(new Error('full'));
    for (const store of [null, { fetch: async () => 5, save } as Store]) {
      const saved = counter(store);
      await saved.ready;
      const before = saved.value;
      saved.change(add(1));
      await Promise.resolve();
      expect(saved.value).toBe(before + 1);
    }
  });
});

describe('savedEntries', () => {
  it.each([[null], [undefined], [7], ['text'], [[1, 2]]])('finds none in %j', saved => {
    expect(savedEntries(saved)).toEqual([]);
  });

  it('finds the fields of an object', () => {
    expect(savedEntries({ a: 1 })).toEqual([['a', 1]]);
  });
});

describe('withEntry', () => {
  it('puts an entry last, and drops the oldest', () => {
    const two = new Map([
      ['a', 1],
      ['b', 2]
    ]);
    expect([...withEntry(two, 'c', 3, 2)]).toEqual([...new Map([...two, ['c', 3]])].slice(1));
    expect([...withEntry(two, 'a', 4, 2).keys()]).toEqual(['b', 'a']);
    expect(two.size).toBe(2);
  });
});
