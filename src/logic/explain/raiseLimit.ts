import type { DeathReport } from '../types';
import { formatBytes } from '../units';
import type { NextStep, Snippet, Translate } from './types';

const GIB = 2 ** 30;

/**
 * The lines that raise the limit where it was set. The new figure is the next
 * power of two in GiB: how much the cell needs cannot be read off a kill.
 */
export function raiseLimit(report: DeathReport, trans: Translate): NextStep[] {
  if (report.limitBytes === null || report.limitSource.kind === 'machine') {
    return [];
  }
  return [
    {
      text: trans.__(
        'Raise the limit above %1 (or ask who runs this server). How much is enough cannot be read off a kill: these lines double it.',
        formatBytes(report.limitBytes)
      ),
      snippet: limitLines(report, doubledGib(report.limitBytes))
    }
  ];
}

function doubledGib(limitBytes: number): number {
  return Math.max(1, 2 ** Math.ceil(Math.log2((limitBytes / GIB) * 2)));
}

function limitLines(report: DeathReport, gib: number): Snippet {
  const { manager, kind, path, file } = report.limitSource;
  switch (manager) {
    case 'kubernetes':
      return {
        language: 'yaml',
        text: [
          'resources:',
          '  requests:',
          `    memory: ${gib}Gi`,
          '  limits:',
          `    memory: ${gib}Gi`
        ].join('\n')
      };
    case 'docker':
    case 'podman':
      return { language: 'shell', text: `${manager} run --memory=${gib}g ...` };
    case 'slurm':
      return { language: 'shell', text: `#SBATCH --mem=${gib}G` };
    case 'systemd':
      return {
        language: 'shell',
        text: `systemctl set-property ${unitOf(path)} MemoryMax=${gib}G`
      };
    case null:
    default:
      return { language: 'shell', text: `echo ${gib}G > ${file ?? limitFile(kind, path)}` };
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
