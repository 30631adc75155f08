/** The figures for a full GPU, from the error message and from the samples. */
import type { GpuOom } from './cudaOom';
import type { Translate } from '../../words/translate';
import { sizeRow, vramRow } from '../report/reportNumbers';
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
    ...sizeRow(trans.__('Asked for'), oom.triedBytes, byMessage),
    ...sizeRow(trans.__('Free (VRAM)'), oom.freeBytes, byMessage),
    ...sizeRow(trans.__('Total (VRAM)'), oom.totalBytes, byMessage),
    ...sizeRow(trans.__('Allowed (VRAM)'), oom.allowedBytes, byMessage),
    ...sizeRow(trans.__('Held by tensors'), oom.allocatedBytes, byMessage),
    ...sizeRow(trans.__('In the cache, unused'), oom.reservedBytes, byMessage),
    ...sampledRows(plane, trans)
  ];
}

function sampledRows(plane: VramPlane | null, trans: Translate): ReportNumber[] {
  return (plane?.gpus ?? []).flatMap(({ gpu, usedBytes, totalBytes, holders }) => {
    const note = holders.length === 0 ? null : holderText(holders, trans);
    return vramRow(gpu, usedBytes, totalBytes, note, trans);
  });
}

function holderText(holders: VramPlane['gpus'][number]['holders'], trans: Translate): string {
  return holders
    .map(({ label, bytes, isThisKernel }) =>
      trans.__('%1: %2', isThisKernel ? trans.__('this kernel') : label, formatBytes(bytes))
    )
    .join(', ');
}
