/** Finds the models that a cell is about to load. Pure and synchronous; never throws. */
import { LOADERS } from './loaders';
import { LoaderIndex } from './calls/loaderIndex';
import { recognizerFor } from './calls/calls';
import { runCell } from './python/interpreter';
import { Memory, type Snapshot } from './python/memory';
import { parseCell, type ParsedCell } from './syntax/parse';
import { finished } from './calls/finish';
import { Prefilter } from './prefilter';
import { ShellReader } from './calls/shell';
import type { Recognizer } from './python/run';
import type { CellSource, LoadCall } from '../types/load';

/**
 * Cells whose parse results are cached; beyond that, the oldest is dropped and parsed anew if
 * needed.
 */
const KEPT_CELLS = 500;

/**
 * Reads the cells of one notebook. Caches what it parsed and the state after each cell, so that a
 * run costs only the reading of cells that are new.
 */
export class LoadCallReader {
  private _loaders = new LoaderIndex(LOADERS);
  private _prefilter = new Prefilter(this._loaders.words);
  private _recognizer: Recognizer = recognizerFor(this._loaders, new ShellReader(LOADERS));
  private _parsed = new Map<string, ParsedCell>();
  /** The cells executed so far, as last read, with the state after each. */
  private _trail: { source: string; after: Snapshot }[] = [];

  /** `onError` receives internal errors; the cell then counts as one that loads nothing. */
  constructor(private _onError: (error: unknown) => void = () => undefined) {}

  /** The load calls of `cells[index]`; `cells` must be in the order in which they were executed. */
  read(cells: readonly CellSource[], index: number): LoadCall[] {
    const cell = cells[index];
    if (!cell) {
      return [];
    }
    try {
      const earlier = cells.slice(0, index).map(({ source }) => source);
      return this._prefilter.mayLoad(cell.source, earlier) ? this._read(cell.source, earlier) : [];
    } catch (error) {
      this._onError(error);
      // Advice must never stop a cell from running: a cell that cannot be read counts as loading
      // nothing.
      return [];
    }
  }

  private _read(source: string, earlier: readonly string[]): LoadCall[] {
    const cell = this._parse(source);
    if (cell.broken) {
      return [];
    }
    const memory = this._catchUp(earlier);
    return finished(runCell(cell, memory, this._recognizer));
  }

  /**
   * The names left by the earlier cells; resumes after the cells that were already read last time.
   */
  private _catchUp(earlier: readonly string[]): Memory {
    let known = 0;
    while (known < earlier.length && this._trail[known]?.source === earlier[known]) {
      known++;
    }
    this._trail.length = known;
    const memory = new Memory();
    const last = this._trail[known - 1];
    if (last) {
      memory.restore(last.after);
    }
    for (const source of earlier.slice(known)) {
      const cell = this._parse(source);
      if (!cell.broken) {
        runCell(cell, memory, this._recognizer);
        memory.settle();
      }
      this._trail.push({ source, after: memory.save() });
    }
    return memory;
  }

  private _parse(source: string): ParsedCell {
    const known = this._parsed.get(source);
    if (known) {
      return known;
    }
    const parsed = parseCell(source);
    const [oldest] = this._parsed.keys();
    if (this._parsed.size >= KEPT_CELLS && oldest !== undefined) {
      this._parsed.delete(oldest);
    }
    this._parsed.set(source, parsed);
    return parsed;
  }
}

/**
 * The load calls of `cells[index]`, read from scratch; use a `LoadCallReader` for repeated reads.
 */
export function findLoadCalls(cells: readonly CellSource[], index: number): LoadCall[] {
  return new LoadCallReader().read(cells, index);
}
