import { limitOfDeath } from '../../memory/deathLimit';
import type { LimitSource } from '../../types';
import { formatBytes, GIB, MIB } from '../../words/units';
import { neededLimit } from './neededLimit';
import type { DeathContext, NextStep, Snippet } from '../types';

/** How to raise the limit, with the lines for whatever set it; empty if there is none to raise. */
export function raiseLimit({ report, cell, load, trans }: DeathContext): NextStep[] {
  const { source, bytes } = limitOfDeath(report);
  if (bytes === null || source.kind === 'machine') {
    return [];
  }
  const needed = neededLimit(report, cell, load);
  return [
    needed === null
      ? {
          text: trans.__(
            'Raise the limit above %1, or ask who runs this server to do so. A kill does not tell how much would be enough: these lines double it.',
            formatBytes(bytes)
          ),
          snippet: limitLines(source, amountOf(2 * bytes))
        }
      : {
          text: trans.__(
            'Raise the limit from %1 to %2, or ask who runs this server to do so: the load takes up to %3, %4 were in use before it, and the sum is rounded up.',
            formatBytes(bytes),
            formatBytes(needed.bytes),
            formatBytes(needed.loadBytes),
            formatBytes(needed.beforeBytes)
          ),
          snippet: limitLines(source, amountOf(needed.bytes))
        }
  ];
}

interface Amount {
  number: number;
  /** First letter of the IEC unit: GiB or MiB. */
  unit: 'G' | 'M';
}

function amountOf(bytes: number): Amount {
  const gib = bytes / GIB;
  return Number.isInteger(gib)
    ? { number: gib, unit: 'G' }
    : { number: Math.ceil(bytes / MIB), unit: 'M' };
}

function limitLines(source: LimitSource, { number, unit }: Amount): Snippet {
  const { manager, kind, path, file } = source;
  switch (manager) {
    case 'kubernetes':
      return {
        language: 'yaml',
        text: [
          'resources:',
          '  requests:',
          `    memory: ${number}${unit}i`,
          '  limits:',
          `    memory: ${number}${unit}i`
        ].join('\n')
      };
    case 'docker':
    case 'podman':
      return {
        language: 'shell',
        text: `${manager} run --memory=${number}${unit.toLowerCase()} ...`
      };
    case 'slurm':
      return { language: 'shell', text: `#SBATCH --mem=${number}${unit}` };
    case 'systemd':
      return {
        language: 'shell',
        text: `${systemctlOf(path)} set-property ${unitOf(path)} MemoryMax=${number}${unit}`
      };
    case 'lxc':
    case null:
      return {
        language: 'shell',
        text: `echo ${number}${unit} | sudo tee ${file ?? limitFile(kind, path)}`
      };
  }
}

/** Users may change the units of their own service manager without being root. */
function systemctlOf(path: string | null): string {
  return /\/user@\d+\.service\//.test(path ?? '') ? 'systemctl --user' : 'sudo systemctl';
}

function unitOf(path: string | null): string {
  const parts = path?.split('/').filter(Boolean) ?? [];
  return parts.reverse().find(part => /\.(slice|scope|service)$/.test(part)) ?? 'UNIT';
}

function limitFile(kind: string, path: string | null): string {
  return kind === 'cgroup-v1'
    ? `/sys/fs/cgroup/memory${path ?? ''}/memory.limit_in_bytes`
    : `/sys/fs/cgroup${path ?? ''}/memory.max`;
}
