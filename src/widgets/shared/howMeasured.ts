/** How figures are known that stand outside of the details; docs/how-it-knows.md is the long form. */
import type { TranslationBundle } from '@jupyterlab/translation';

import type { LimitSource } from '../../logic/types';

/** How the memory of a kernel is known. Mirrors `held_bytes` of sources/proc/procfs.py and portable.py. */
export function howKernelIsMeasured(
  source: LimitSource | undefined,
  trans: TranslationBundle
): string {
  return source !== undefined && source.file === null
    ? trans.__(
        'As psutil tells it, over all processes of the kernel: resident memory less what is shared (macOS), private commit charge (Windows).'
      )
    : trans.__(
        'RssAnon plus RssShmem of /proc/PID/status, over all processes of the kernel; what they share counts once. Mapped files are not in it.'
      );
}

/** How the VRAM of a kernel is known; `basis` is that of the newest sample. */
export function howVramIsMeasured(basis: string | null, trans: TranslationBundle): string {
  switch (basis) {
    case 'nvml':
      return trans.__(
        'From the process lists of the NVIDIA driver (NVML): those that belong to the kernel.'
      );
    case 'fdinfo':
      return trans.__(
        'From /proc/PID/fdinfo: drm-resident-vram (AMD), drm-resident-vram0 or drm-resident-local0 (Intel), each open GPU counted once.'
      );
    case 'estimated':
      return trans.__(
        'Estimated: the driver does not tell which of its processes run in this container. It is how much fuller the GPU is since the only kernel that uses CUDA began to; other programs of the machine may be in it.'
      );
    default:
      return trans.__('Nothing tells what the kernel holds on the GPU.');
  }
}

/** How a growth is known: see logic/trend.ts. */
export function howRateIsMeasured(trans: TranslationBundle): string {
  return trans.__(
    'Slope of a straight line through the samples of the last 30 s; told only where it fits them, and the newest go on with it.'
  );
}

/** How the highest memory of a kernel is known. */
export function howPeakIsMeasured(trans: TranslationBundle): string {
  return trans.__(
    'The highest sample since its process started; what came and went within a second is missed.'
  );
}

/** Which processes count as a kernel's. */
export function howProcessesAreCounted(trans: TranslationBundle): string {
  return trans.__(
    'The process of the kernel, its descendants, and what it left in its session (/proc).'
  );
}
