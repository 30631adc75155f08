/** The figures of a death, in the order in which they are shown. */
import { limitOfDeath } from './deathLimit';
import { limitOwner } from './explain/limit';
import type { Translate } from './explain/types';
import type { DeathReport } from './types';
import { formatBytes } from './units';

export interface ReportNumber {
  label: string;
  value: string;
  /** Where the figure comes from, or when it was taken; null: nothing to add. */
  note: string | null;
}

/** Figures that are not known are left out: the evidence says why. */
export function reportNumbers(report: DeathReport, trans: Translate): ReportNumber[] {
  const when = sampleNote(report, trans);
  const limit = limitOfDeath(report);
  return [
    ...row(trans.__('Memory in use'), limit.isSampled ? report.usedBytes : null, when),
    ...row(trans.__('Limit'), limit.bytes, limitOwner(limit.source, trans)),
    ...row(trans.__('Headroom'), limit.isSampled ? report.headroomBytes : null, when),
    ...row(trans.__('This kernel'), report.kernelBytes, when),
    ...row(trans.__('Its peak (RSS)'), report.exit.peakRssBytes, trans.__('counted by Linux')),
    ...gpuRows(report, trans)
  ];
}

function row(label: string, bytes: number | null, note: string | null): ReportNumber[] {
  return bytes === null ? [] : [{ label, value: formatBytes(bytes), note }];
}

function gpuRows(report: DeathReport, trans: Translate): ReportNumber[] {
  return Object.entries(report.gpus).flatMap(([name, gpu]) =>
    gpu.usedBytes === null
      ? []
      : [
          {
            label: trans.__('GPU %1 (VRAM)', name),
            value:
              gpu.totalBytes === null
                ? formatBytes(gpu.usedBytes)
                : trans.__('%1 of %2', formatBytes(gpu.usedBytes), formatBytes(gpu.totalBytes)),
            note: sampleNote(report, trans)
          }
        ]
  );
}

function sampleNote(report: DeathReport, trans: Translate): string | null {
  return report.sampleAgeMs === null
    ? null
    : trans.__('%1 s before', (report.sampleAgeMs / 1000).toFixed(1));
}
