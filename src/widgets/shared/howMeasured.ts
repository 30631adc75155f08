/** How figures that are shown outside the details are measured; see docs/how-it-knows.md. */
import type { TranslationBundle } from '@jupyterlab/translation';

import type { LimitSource } from '../../logic/types';

/** Memory of a kernel. Mirrors `held_bytes` in sources/proc/procfs.py and portable.py. */
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

/** VRAM of a kernel; `basis` is that of the newest sample. */
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

/** Rate of growth; see logic/memory/trend.ts. */
export function howRateIsMeasured(trans: TranslationBundle): string {
  return trans.__(
    'Slope of a straight line through the samples of the last 30 s; told only where it fits them, and the newest go on with it.'
  );
}

/** Peak memory of a kernel. */
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
