import { Signal } from '@lumino/signaling';

import { CellMemory } from '../../../model/deaths/cellMemory';
import { DeathCase } from '../../../model/deaths/deathCase';
import type { DeathCases } from '../../../model/deaths/deathCases';
import { deathReport } from '../../deathFixtures';

const settle = (): Promise<void> => new Promise(resolve => setTimeout(resolve, 0));
const cell = (source: string) => ({
  cellId: 'c',
  position: 2,
  executionCount: 7,
  source,
  startedMs: 42
});

const KEY = 'jupyterlab-headroom:cells-of-deaths';
const kept = (): unknown => JSON.parse(window.sessionStorage.getItem(KEY) ?? 'null');

beforeEach(() => window.sessionStorage.clear());

function setUp() {
  const cases = {} as { opened: Signal<DeathCases, DeathCase> };
  cases.opened = new Signal(cases as unknown as DeathCases);
  const memory = new CellMemory(cases as unknown as DeathCases);
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
  return { memory, die };
}

describe('CellMemory', () => {
  it('remembers the cell of a death, also for a page that comes later', async () => {
    const here = setUp();
    here.die('load()', 'k:1');
    await settle();
    expect(await here.memory.cellOf('k:1')).toEqual(cell('load()'));
    const later = setUp();
    expect(await later.memory.cellOf('k:1')).toEqual(cell('load()'));
    expect(await later.memory.cellOf('k:2')).toBeNull();
  });

  it('keeps its source in the browser, and works where the browser forbids that', async () => {
    setUp().die('load()', 'k:1');
    await settle();
    expect(kept()).toEqual({ 'k:1': cell('load()') });
    const forbidden = () => {
      throw new DOMException('forbidden', 'SecurityError');
    };
    jest.spyOn(window, 'sessionStorage', 'get').mockImplementation(forbidden);
    const { memory, die } = setUp();
    die('other()', 'k:2');
    expect(await memory.cellOf('k:2')).toEqual(cell('other()'));
    jest.restoreAllMocks();
  });

  it('waits for the report that names the death', async () => {
    const { memory, die } = setUp();
    const death = die('load()', null);
    expect(await memory.cellOf('k:1')).toBeNull();
    death.setReport(deathReport({ id: 'k:1' }));
    expect(await memory.cellOf('k:1')).toEqual(cell('load()'));
  });

  it('saves nothing of a death between cells', async () => {
    const { die } = setUp();
    die(null, 'k:1');
    await settle();
    expect(kept()).toBeNull();
  });

  it('reads what it can of what another version saved', async () => {
    const other = { 'k:1': { source: 'x', position: 'one' }, 'k:2': { code: 'x' } };
    window.sessionStorage.setItem(KEY, JSON.stringify(other));
    const { memory } = setUp();
    const blank = { cellId: null, position: null, executionCount: null, startedMs: null };
    expect(await memory.cellOf('k:1')).toEqual({ ...blank, source: 'x' });
    expect(await memory.cellOf('k:2')).toBeNull();
  });

  it('keeps as many as the server keeps reports', async () => {
    const { die } = setUp();
    await settle();
    for (let i = 0; i < 60; i++) {
      die('load()', `k:${i}`);
    }
    const ids = Object.keys(Object(kept()) as object);
    expect([ids.length, ids.at(-1)]).toEqual([50, 'k:59']);
  });
});
