import type { TranslationBundle } from '@jupyterlab/translation';

import { readPlane } from '../../../logic/memory/plane';
import type { GpuDetails, GpuInfo } from '../../../logic/types';
import type { DetailRow, DetailSources } from './detailRow';
import { howVramIsMeasured } from '../../shared/howMeasured';
import { sizeText } from '../../shared/memoryWords';

/** All figures of a GPU, and the file or call they come from; see `sources/gpu/`. */
export function gpuRows(sources: DetailSources, trans: TranslationBundle): DetailRow[] {
  const { plane, context, point, latest } = sources;
  const gpu = context.gpus[plane.key];
  const details = latest?.gpus[plane.key];
  const { usedBytes, limitBytes, headroomBytes } = readPlane(plane, point, context);
  return [
    {
      label: trans.__('Left'),
      value: sizeText(headroomBytes, trans),
      how: trans.__('Total minus used, of this GPU alone.')
    },
    {
      label: trans.__('Used'),
      value: sizeText(usedBytes, trans),
      how: staleOr(howUsedIsMeasured(gpu, trans), details, trans)
    },
    {
      label: trans.__('Total'),
      value: sizeText(limitBytes, trans),
      how: howTotalIsMeasured(gpu, trans)
    },
    ...kernelRow(sources, trans),
    ...busyRow(gpu, details, trans)
  ];
}

function howUsedIsMeasured(gpu: GpuInfo | undefined, trans: TranslationBundle): string {
  switch (gpu?.vendor) {
    case 'nvidia':
      return trans.__(
        'Total minus free of nvmlDeviceGetMemoryInfo (NVIDIA driver), all programs together.'
      );
    case 'amd':
      return trans.__('mem_info_vram_used of the amdgpu driver (sysfs), all programs together.');
    case 'intel':
      return trans.__(
        'lmem_total_bytes minus lmem_avail_bytes of the i915 driver (sysfs), all programs together. The xe driver does not tell it.'
      );
    default:
      return trans.__('As the graphics driver tells it, all programs together.');
  }
}

function howTotalIsMeasured(gpu: GpuInfo | undefined, trans: TranslationBundle): string {
  switch (gpu?.vendor) {
    case 'nvidia':
      return trans.__('nvmlDeviceGetMemoryInfo (NVIDIA driver).');
    case 'amd':
      return trans.__('mem_info_vram_total of the amdgpu driver (sysfs).');
    case 'intel':
      return trans.__(
        'Sum of physical_vram_size_bytes of all tiles (xe driver), or lmem_total_bytes (i915 driver), in sysfs.'
      );
    default:
      return trans.__('As the graphics driver tells it.');
  }
}

function staleOr(how: string, details: GpuDetails | undefined, trans: TranslationBundle): string {
  return details?.stale
    ? trans.__('%1 The driver has not answered since: this is its last answer.', how)
    : how;
}

/** The VRAM that kernels hold on this GPU, as far as it can be determined. */
function kernelRow(
  { plane, context, point, latest }: DetailSources,
  trans: TranslationBundle
): DetailRow[] {
  const held = Object.keys(context.kernels).map(key => point.vram[key]?.[plane.key] ?? null);
  const known = held.filter(bytes => bytes !== null);
  const bases = Object.values(latest?.kernels ?? {}).map(({ vramBasis }) => vramBasis);
  const basis = bases.find(found => found === 'estimated') ?? bases.find(found => found !== null);
  if (basis === undefined || basis === null) {
    return [];
  }
  const bytes = known.reduce((sum, part) => sum + part, 0);
  const value =
    basis === 'estimated'
      ? trans.__('about %1 (estimated)', sizeText(bytes, trans))
      : sizeText(bytes, trans);
  return [{ label: trans.__('All kernels'), value, how: howVramIsMeasured(basis, trans) }];
}

function busyRow(
  gpu: GpuInfo | undefined,
  details: GpuDetails | undefined,
  trans: TranslationBundle
): DetailRow[] {
  const percent = details?.utilizationPercent ?? null;
  if (percent === null) {
    return [];
  }
  const how =
    gpu?.vendor === 'amd'
      ? trans.__('gpu_busy_percent of the amdgpu driver (sysfs).')
      : trans.__('Share of time in which the GPU computed: nvmlDeviceGetUtilizationRates.');
  return [{ label: trans.__('Busy'), value: trans.__('%1 % of the time', percent), how }];
}
