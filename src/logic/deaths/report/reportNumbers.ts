/** The figures that a report shows, in their order. */
import { limitOfDeath, linuxKillOf } from '../../memory/deathLimit';
import { limitOwner } from '../../words/limitOwner';
import type { Translate } from '../../words/translate';
import type { DeathReport } from '../../types';
import { formatBytes } from '../../words/units';

export interface ReportNumber {
  label: string;
  value: string;
  /** Where the figure comes from, or when it was measured; null: nothing to add. */
  note: string | null;
}

/**
 * Figures that are not known are left out; the evidence says why. The headroom has no row: it is
 * the difference between the first two, and the line about a fast death names it.
 */
export function reportNumbers(report: DeathReport, trans: Translate): ReportNumber[] {
  const byLastSample = sampleNote(report, trans);
  const limit = limitOfDeath(report);
  return [
    ...sizeRow(trans.__('Memory in use'), limit.isSampled ? report.usedBytes : null, byLastSample),
    ...sizeRow(trans.__('Limit'), limit.bytes, limitOwner(limit.source, trans).named),
    ...sizeRow(trans.__('This kernel'), report.kernelBytes, byLastSample),
    ...lastKnownRow(report, limit.bytes, trans),
    ...gpuRows(report, trans)
  ];
}

/**
 * What the killed process held, according to the kernel log; otherwise the kernel's peak. The peak
 * includes file pages, which no limit counts in full, so a peak above the limit would only confuse
 * and is left out.
 */
function lastKnownRow(
  report: DeathReport,
  limitBytes: number | null,
  trans: Translate
): ReportNumber[] {
  const killedBytes = linuxKillOf(report.details)?.killedRssBytes ?? null;
  if (killedBytes !== null) {
    return sizeRow(
      trans.__('When it was killed'),
      killedBytes,
      trans.__('log of the Linux kernel')
    );
  }
  const peakBytes = report.exit.peakRssBytes;
  return peakBytes === null || (limitBytes !== null && peakBytes > limitBytes)
    ? []
    : sizeRow(
        trans.__('Its peak (RSS)'),
        peakBytes,
        trans.__('with pages of files, counted by Linux')
      );
}

/** Empty when the figure is not known. */
export function sizeRow(label: string, bytes: number | null, note: string | null): ReportNumber[] {
  return bytes === null ? [] : [{ label, value: formatBytes(bytes), note }];
}

function gpuRows(report: DeathReport, trans: Translate): ReportNumber[] {
  return Object.entries(report.gpus).flatMap(([name, { usedBytes, totalBytes }]) =>
    vramRow(name, usedBytes, totalBytes, sampleNote(report, trans), trans)
  );
}

/** What is in use on a GPU, out of its total where that is known; empty when it is not known. */
export function vramRow(
  gpu: string,
  usedBytes: number | null,
  totalBytes: number | null,
  note: string | null,
  trans: Translate
): ReportNumber[] {
  if (usedBytes === null) {
    return [];
  }
  const used = formatBytes(usedBytes);
  return [
    {
      label: trans.__('GPU %1 (VRAM)', gpu),
      value: totalBytes === null ? used : trans.__('%1 of %2', used, formatBytes(totalBytes)),
      note
    }
  ];
}

function sampleNote(report: DeathReport, trans: Translate): string | null {
  return report.sampleAgeMs === null
    ? null
    : trans.__('%1 s before', (report.sampleAgeMs / 1000).toFixed(1));
}
