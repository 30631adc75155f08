/** The figures for a full GPU, from the error message and from the samples. */
import type { GpuOom } from './cudaOom';
import type { Translate } from '../../words/translate';
import type { ReportNumber } from '../report/reportNumbers';
import { formatBytes } from '../../words/units';
import type { VramPlane } from '../../memory/vramPlane';

export function vramNumbers(
  oom: GpuOom,
  plane: VramPlane | null,
  trans: Translate
): ReportNumber[] {
  const byMessage = trans.__('by the message');
  return [
    ...row(trans.__('Asked for'), oom.triedBytes, byMessage),
    ...row(trans.__('Free (VRAM)'), oom.freeBytes, byMessage),
    ...row(trans.__('Total (VRAM)'), oom.totalBytes, byMessage),
    ...row(trans.__('Allowed (VRAM)'), oom.allowedBytes, byMessage),
    ...row(trans.__('Held by tensors'), oom.allocatedBytes, byMessage),
    ...row(trans.__('In the cache, unused'), oom.reservedBytes, byMessage),
    ...sampledRows(plane, trans)
  ];
}

function row(label: string, bytes: number | null, note: string): ReportNumber[] {
  return bytes === null ? [] : [{ label, value: formatBytes(bytes), note }];
}

function sampledRows(plane: VramPlane | null, trans: Translate): ReportNumber[] {
  return (plane?.gpus ?? []).flatMap(({ gpu, usedBytes, totalBytes, holders }) =>
    usedBytes === null
      ? []
      : [
          {
            label: trans.__('GPU %1 (VRAM)', gpu),
            value:
              totalBytes === null
                ? formatBytes(usedBytes)
                : trans.__('%1 of %2', formatBytes(usedBytes), formatBytes(totalBytes)),
            note: holders.length === 0 ? null : holderText(holders, trans)
          }
        ]
  );
}

function holderText(holders: VramPlane['gpus'][number]['holders'], trans: Translate): string {
  return holders
    .map(({ label, bytes, isThisKernel }) =>
      trans.__('%1: %2', isThisKernel ? trans.__('this kernel') : label, formatBytes(bytes))
    )
    .join(', ');
}
