import type { TranslationBundle } from '@jupyterlab/translation';

import { kernelsOf, othersBytes } from '../../../logic/memory/headroom';
import { readPlane } from '../../../logic/memory/plane';
import type { GroupDetails, Latest, LimitSource } from '../../../logic/types';
import { formatBytes } from '../../../logic/words/units';
import type { DetailRow, DetailSources } from './detailRow';
import { gpuRows } from './gpuFigures';
import { howKernelIsMeasured, howRateIsMeasured } from '../../shared/howMeasured';
import { rateText, sizeText } from '../../shared/memoryWords';

/** All known figures of a plane, and where they come from. */
export function detailRows(sources: DetailSources, trans: TranslationBundle): DetailRow[] {
  return sources.plane.kind === 'ram' ? ramRows(sources, trans) : gpuRows(sources, trans);
}

function ramRows(sources: DetailSources, trans: TranslationBundle): DetailRow[] {
  const { plane, context, point, latest } = sources;
  const source = context.groups[plane.key]?.limitSource;
  const reading = readPlane(plane, point, context);
  if (source === undefined) {
    return [];
  }
  const details = latest?.groups[plane.key];
  return [
    {
      label: trans.__('Left'),
      value: sizeText(reading.headroomBytes, trans),
      how: trans.__(
        'Limit minus used, at the tightest of all limits above this one, and never more than what the machine has available.'
      )
    },
    {
      label: trans.__('Limit'),
      value: sizeText(reading.limitBytes, trans),
      how: trans.__('Read every second from %1.', source.file ?? trans.__('the system'))
    },
    {
      label: trans.__('Used'),
      value: sizeText(reading.usedBytes, trans),
      how: howUsedIsMeasured(source, trans)
    },
    ...consumerRows(sources, source, trans),
    ...(details ? groupRows(details, source, trans) : []),
    ...(latest ? machineRows(latest, trans) : [])
  ];
}

/** What the used memory consists of, and how fast it changes. */
function consumerRows(
  { plane, context, point, trend }: DetailSources,
  source: LimitSource,
  trans: TranslationBundle
): DetailRow[] {
  const keys = kernelsOf(context, plane.key).map(({ key }) => key);
  const known = keys.map(key => point.kernels[key] ?? null).filter(bytes => bytes !== null);
  const kernels = known.length === 0 ? null : known.reduce((sum, bytes) => sum + bytes, 0);
  return [
    ...size(trans.__('All kernels'), kernels, () => howKernelIsMeasured(source, trans)),
    ...size(trans.__('Everything else'), othersBytes(point, plane.key, keys), () =>
      trans.__(
        'Used minus all kernels: the Jupyter server, terminals, files in memory, and programs that belong to no kernel.'
      )
    ),
    ...(trend === null
      ? []
      : [
          {
            label: trans.__('Change'),
            value: rateText(trend, trans),
            how: howRateIsMeasured(trans)
          }
        ])
  ];
}

/** Mirrors `used_bytes` of jupyterlab_headroom/sources/cgroup/memcg.py and groups.py. */
function howUsedIsMeasured(source: LimitSource, trans: TranslationBundle): string {
  switch (source.kind) {
    case 'cgroup-v2':
      return trans.__(
        'memory.current minus inactive_file and active_file of memory.stat: file cache can be given back, files in /dev/shm cannot.'
      );
    case 'cgroup-v1':
      return trans.__(
        'memory.usage_in_bytes minus total_inactive_file and total_active_file of memory.stat: file cache can be given back, files in /dev/shm cannot.'
      );
    case 'machine':
      return trans.__('Total minus available memory, as the operating system estimates it.');
    case 'unknown':
      return trans.__('As the operating system reports it.');
  }
}

function groupRows(
  details: GroupDetails,
  source: LimitSource,
  trans: TranslationBundle
): DetailRow[] {
  const v1 = source.kind === 'cgroup-v1';
  const peakFile = v1 ? 'memory.max_usage_in_bytes' : 'memory.peak';
  const swapFile = v1 ? 'memory.memsw.usage_in_bytes' : 'memory.swap.current';
  return [
    ...size(trans.__('Working set'), details.workingSetBytes, () =>
      trans.__(
        'Usage minus inactive_file: the figure that Kubernetes shows. It counts file cache that could be given back.'
      )
    ),
    ...size(trans.__('Files in memory'), details.shmemBytes, () =>
      trans.__(
        'shmem of memory.stat: /dev/shm, tmpfs and shared memory. It stays when a process ends.'
      )
    ),
    ...size(trans.__('Highest ever'), details.peakBytes, () =>
      trans.__('%1: the highest usage since the group was made, with file cache.', peakFile)
    ),
    ...size(trans.__('Throttled above'), details.highBytes, () =>
      trans.__('memory.high: above it, programs are slowed down but not killed.')
    ),
    ...size(trans.__('Swap used'), details.swapUsedBytes || null, () =>
      trans.__('From %1, or SwapTotal minus SwapFree for the machine.', swapFile)
    ),
    ...stallRow(details, trans),
    ...oomGroupRow(details, trans)
  ];
}

function stallRow({ pressurePercent }: GroupDetails, trans: TranslationBundle): DetailRow[] {
  return pressurePercent === null
    ? []
    : [
        {
          label: trans.__('Waiting for memory'),
          value: trans.__('%1 % of the time', pressurePercent.toFixed(1)),
          how: trans.__(
            'Pressure stall information (memory.pressure or /proc/pressure/memory), some, average of 10 s.'
          )
        }
      ];
}

function oomGroupRow({ oomGroup }: GroupDetails, trans: TranslationBundle): DetailRow[] {
  return oomGroup !== true
    ? []
    : [
        {
          label: trans.__('An OOM kill takes'),
          value: trans.__('the whole container'),
          how: trans.__(
            'memory.oom.group is 1: at the limit, Linux kills every process of the container, the Jupyter server included.'
          )
        }
      ];
}

function machineRows({ machine }: Latest, trans: TranslationBundle): DetailRow[] {
  return size(trans.__('Machine'), machine.totalBytes, total =>
    trans.__(
      '%1 of memory in the machine, %2 available (MemTotal and MemAvailable of /proc/meminfo, or what the operating system says).',
      total,
      sizeText(machine.availableBytes, trans)
    )
  );
}

/** A row for a size, or none while the size is unknown. */
function size(label: string, bytes: number | null, how: (text: string) => string): DetailRow[] {
  if (bytes === null) {
    return [];
  }
  const value = formatBytes(bytes);
  return [{ label, value, how: how(value) }];
}
