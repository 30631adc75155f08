import { readFileSync } from 'fs';
import { join } from 'path';

import { readDeaths } from '../api/wire';
import type { DeathReport, RunningCell } from '../logic/types';

/** The translator of a JupyterLab in English. */
export const trans = {
  __: (text: string, ...args: (string | number)[]): string => fill(text, args),
  _n: (one: string, many: string, n: number, ...args: (string | number)[]): string =>
    fill(n === 1 ? one : many, [n, ...args])
};

function fill(text: string, args: (string | number)[]): string {
  return text.replace(/%(\d)/g, (_, index: string) => String(args[Number(index) - 1]));
}

/** The report of the golden message, changed as a test needs it. */
export function deathReport(changes: Partial<DeathReport> = {}): DeathReport {
  const text = readFileSync(join(__dirname, '../../tests/wire/deaths.json'), 'utf8');
  const [report] = readDeaths(JSON.parse(text)).deaths;
  if (!report) {
    throw new Error('The golden message holds no report.');
  }
  return { ...report, ...changes };
}

export function runningCell(changes: Partial<RunningCell> = {}): RunningCell {
  return {
    cellId: 'cell-2',
    position: 2,
    executionCount: 2,
    source: 'x = load()',
    startedMs: null,
    ...changes
  };
}
