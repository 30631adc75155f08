import { Signal } from '@lumino/signaling';

import { CellMemory } from '../../../model/deaths/cellMemory';
import { DeathCase } from '../../../model/deaths/deathCase';
import type { DeathCases } from '../../../model/deaths/deathCases';
import type { Store } from '../../../model/saved';
import { deathReport } from '../../deathFixtures';

const settle = (): Promise<void> => new Promise(resolve => setTimeout(resolve, 0));
const cell = (source: string) => ({
  cellId: 'c',
  position: 2,
  executionCount: 7,
  source,
  startedMs: 42
});

function setUp(saved: unknown) {
  const written: unknown[] = [];
  const store = {
    fetch: async () => saved,
    save: async (_key: string, value: unknown) => void written.push(value)
  } as Store;
  const cases = {} as { opened: Signal<DeathCases, DeathCase> };
  cases.opened = new Signal(cases as unknown as DeathCases);
  const memory = new CellMemory(store, cases as unknown as DeathCases);
  const die = (source: string | null, id: string | null): DeathCase => {
    const death = new DeathCase({
      kernelId: 'k',
      path: null,
      cell: source === null ? null : cell(source),
      report: id === null ? null : deathReport({ id }),
      noticedMs: 0
    });
    cases.opened.emit(death);
    return death;
  };
  return { memory, die, written };
}

describe('CellMemory', () => {
  it('remembers the cell of a death, also for a page that comes later', async () => {
    const here = setUp(undefined);
    here.die('load()', 'k:1');
    await settle();
    expect(await here.memory.cellOf('k:1')).toEqual(cell('load()'));
    const later = setUp(JSON.parse(JSON.stringify(here.written.at(-1))));
    expect(await later.memory.cellOf('k:1')).toEqual(cell('load()'));
    expect(await later.memory.cellOf('k:2')).toBeNull();
  });

  it('waits for the report that names the death', async () => {
    const { memory, die } = setUp(undefined);
    const death = die('load()', null);
    expect(await memory.cellOf('k:1')).toBeNull();
    death.setReport(deathReport({ id: 'k:1' }));
    expect(await memory.cellOf('k:1')).toEqual(cell('load()'));
  });

  it('saves nothing of a death between cells', async () => {
    const { die, written } = setUp(undefined);
    die(null, 'k:1');
    await settle();
    expect(written).toEqual([]);
  });

  it('reads what it can of what another version saved', async () => {
    const { memory } = setUp({ 'k:1': { source: 'x', position: 'one' }, 'k:2': { code: 'x' } });
    const blank = { cellId: null, position: null, executionCount: null, startedMs: null };
    expect(await memory.cellOf('k:1')).toEqual({ ...blank, source: 'x' });
    expect(await memory.cellOf('k:2')).toBeNull();
  });

  it('keeps as many as the server keeps reports', async () => {
    const { die, written } = setUp(undefined);
    await settle();
    for (let i = 0; i < 60; i++) {
      die('load()', `k:${i}`);
    }
    const ids = Object.keys(Object(written.at(-1)) as object);
    expect([ids.length, ids.at(-1)]).toEqual([50, 'k:59']);
  });
});
