import { limitOfDeath } from '../deathLimit';
import type { DeathReport, LimitSource } from '../types';
import { formatBytes, GIB, MIB } from '../units';
import type { NextStep, Snippet, Translate } from './types';

/**
 * The lines that raise the limit where it was set. They double it: how much
 * the cell needs cannot be read off a kill.
 */
export function raiseLimit(report: DeathReport, trans: Translate): NextStep[] {
  const { source, bytes } = limitOfDeath(report);
  if (bytes === null || source.kind === 'machine') {
    return [];
  }
  return [
    {
      text: trans.__(
        'Raise the limit above %1 (or ask who runs this server). How much is enough cannot be read off a kill: these lines double it.',
        formatBytes(bytes)
      ),
      snippet: limitLines(source, doubled(bytes))
    }
  ];
}

interface Amount {
  number: number;
  /** First letter of the IEC unit. */
  unit: 'G' | 'M';
}

function doubled(limitBytes: number): Amount {
  const gib = (limitBytes * 2) / GIB;
  return Number.isInteger(gib)
    ? { number: gib, unit: 'G' }
    : { number: Math.ceil((limitBytes * 2) / MIB), unit: 'M' };
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
        text: `systemctl set-property ${unitOf(path)} MemoryMax=${number}${unit}`
      };
    case null:
    default:
      return {
        language: 'shell',
        text: `echo ${number}${unit} > ${file ?? limitFile(kind, path)}`
      };
  }
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
