import { readFileSync } from 'fs';
import { join } from 'path';

import { deathBatch } from '../api/wireDeaths';
import { deathDetails } from '../api/wireDeathDetails';
import type { Cause, DeathDetails, DeathReport, RunningCell } from '../logic/types';

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
  const [report] = deathBatch(JSON.parse(text), 'deaths').deaths;
  if (!report) {
    throw new Error('The golden message holds no report.');
  }
  return { ...report, ...changes };
}

type Json = Record<string, unknown>;

/** The golden details of a cause, with fields changed by their names on the wire. */
export function detailsOf(cause: Cause, changes: Json = {}): DeathDetails {
  const text = readFileSync(join(__dirname, '../../tests/wire/death-details.json'), 'utf8');
  const golden = (JSON.parse(text) as Json[]).find(details => details['cause'] === cause) ?? {};
  return deathDetails(merged(golden, changes), 'details');
}

/** Only fields that there are can be changed: a typo would test nothing. */
function merged(golden: Json, changes: Json): Json {
  for (const name of Object.keys(changes)) {
    expect(Object.keys(golden)).toContain(name);
  }
  const { kill, ...rest } = changes;
  return kill === undefined
    ? { ...golden, ...rest }
    : { ...golden, ...rest, kill: merged(golden['kill'] as Json, kill as Json) };
}

/** A kill at the limit that the samples show, of which no counter names the group. */
export const killedSomewhere = (): DeathDetails =>
  detailsOf('oom-kill-limit', {
    kill: { limit_cgroup: null, group_limit_bytes: null, killed_rss_bytes: null }
  });

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
