import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import { dirname } from 'node:path';

/** Nearest rank. */
export function quantile(values, q) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))];
}

/** A figure in milliseconds, for which lower is better. */
export const milliseconds = (value, bar) => ({
  value: Math.round(value * 1000) / 1000,
  unit: 'ms',
  bar,
  better: 'lower',
  peers: {}
});

/** Writes the figures to a file, and prints them in readable form. */
export function writeFigures(path, figures) {
  for (const [key, { value, unit, bar }] of Object.entries(figures)) {
    const verdict = bar === null ? '' : value < bar ? `met (bar ${bar})` : `MISSED (bar ${bar})`;
    console.log(`${key.padEnd(34)} ${String(value).padStart(9)} ${unit}  ${verdict}`);
  }
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
  const content = {
    figures,
    machine: machine(),
    date: new Date().toISOString().slice(0, 10),
    commit
  };
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify(content, null, 2)}\n`);
}

function machine() {
  const [load] = os.loadavg();
  const memory = Math.round(os.totalmem() / 2 ** 30);
  return (
    `${os.cpus().length} cores of ${os.cpus()[0].model}, ${memory} GiB, ${os.type()} ${os.release()}, ` +
    `Node ${process.version}; load average ${load.toFixed(1)} at the end`
  );
}
