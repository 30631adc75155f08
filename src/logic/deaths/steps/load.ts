import { limitOfDeath } from '../../memory/deathLimit';
import type { DeathReport, Estimate } from '../../types';
import { formatBytes } from '../../words/units';
import type { Translate } from '../../words/translate';

/** Keyed by the name that safetensors gives to the number format. */
const BYTES_PER_PARAMETER: Readonly<Record<string, number>> = {
  F64: 8,
  F32: 4,
  F16: 2,
  BF16: 2,
  I8: 1,
  U8: 1
};
const DTYPE_NAMES: Readonly<Record<string, string>> = {
  F64: 'float64',
  F32: 'float32',
  F16: 'float16',
  BF16: 'bfloat16'
};
/** Half a byte for the weight, and an eighth of that for the scales of the blocks. */
const FOUR_BIT_BYTES_PER_PARAMETER = 0.5625;

/** What the weights of a load take in each of the formats that people can choose. */
export interface WeightSizes {
  model: string;
  parameters: number;
  /** Number format that was loaded; null: not known. */
  format: string | null;
  asLoadedBytes: number | null;
  bfloat16Bytes: number;
  fourBitBytes: number;
  isGguf: boolean;
  /**
   * Every tensor is stored in 16 bit, and none is an expert, which would be merged while loading:
   * such weights can stay mapped from the file.
   */
  isStoredIn16Bit: boolean;
}

/** null if the headers of the weights gave no sizes. */
export function weightSizes(load: Estimate): WeightSizes | null {
  const parameters = load.facts.tensors.reduce((sum, group) => sum + group.parameters, 0);
  if (parameters === 0) {
    return null;
  }
  const { tensors, format } = load.facts;
  const isGguf = format === 'gguf';
  const perParameter = load.dtype === null ? undefined : BYTES_PER_PARAMETER[load.dtype];
  const storedBytes = tensors.reduce((sum, group) => sum + group.bytes, 0);
  return {
    model: load.facts.reference,
    parameters,
    format: load.dtype === null ? null : (DTYPE_NAMES[load.dtype] ?? load.dtype),
    asLoadedBytes: isGguf
      ? storedBytes
      : perParameter === undefined
        ? null
        : parameters * perParameter,
    bfloat16Bytes: parameters * BFLOAT16_BYTES_PER_PARAMETER,
    fourBitBytes: parameters * FOUR_BIT_BYTES_PER_PARAMETER,
    isGguf,
    isStoredIn16Bit: tensors.every(
      ({ dtype, role }) => role === 'dense' && (dtype === 'BF16' || dtype === 'F16')
    )
  };
}

const BFLOAT16_BYTES_PER_PARAMETER = 2;

/** Formats in which the call could load the weights with less memory than it took. */
export interface SmallerFormats {
  bfloat16: boolean;
  /** Through bitsandbytes, which needs a GPU. */
  fourBit: boolean;
}

/** Only transformers converts while loading; other libraries take a file as it is stored. */
export function smallerFormatsOf(
  report: DeathReport,
  load: Estimate,
  sizes: WeightSizes
): SmallerFormats {
  const converts = load.call.library === 'transformers' && !sizes.isGguf;
  const isSaving = (bytes: number): boolean => (sizes.asLoadedBytes ?? Infinity) > bytes;
  return {
    bfloat16: converts && isSaving(sizes.bfloat16Bytes),
    fourBit: converts && hasGpu(report) && isSaving(sizes.fourBitBytes)
  };
}

export const hasGpu = (report: DeathReport): boolean => Object.keys(report.gpus).length > 0;

/**
 * What the load takes, what it would take in a smaller format, and whether the weights alone are
 * larger than the limit.
 */
export function loadLines(report: DeathReport, load: Estimate, trans: Translate): string[] {
  const sizes = weightSizes(load);
  if (!sizes) {
    return [];
  }
  return [
    ...asLoadedLines(sizes, trans),
    ...smallerFormatLines(sizes, smallerFormatsOf(report, load, sizes), trans),
    ...tooLargeLines(report, sizes, trans)
  ];
}

function smallerFormatLines(
  sizes: WeightSizes,
  { bfloat16, fourBit }: SmallerFormats,
  trans: Translate
): string[] {
  const half = formatBytes(sizes.bfloat16Bytes);
  const quarter = formatBytes(sizes.fourBitBytes);
  if (bfloat16 && fourBit) {
    return [trans.__('In bfloat16 its weights take %1, in 4 bit about %2.', half, quarter)];
  }
  if (bfloat16) {
    return [trans.__('In bfloat16 its weights take %1.', half)];
  }
  return fourBit ? [trans.__('In 4 bit its weights take about %1.', quarter)] : [];
}

function tooLargeLines(report: DeathReport, sizes: WeightSizes, trans: Translate): string[] {
  const { bytes, source } = limitOfDeath(report);
  if (bytes === null || (sizes.asLoadedBytes ?? 0) <= bytes) {
    return [];
  }
  return [
    source.kind === 'machine'
      ? trans.__(
          'Your code is not at fault: in this format the weights alone are larger than the memory of this machine.'
        )
      : trans.__(
          'Your code is not at fault: in this format the weights alone are larger than the limit.'
        )
  ];
}

function asLoadedLines(sizes: WeightSizes, trans: Translate): string[] {
  return sizes.format === null || sizes.asLoadedBytes === null
    ? []
    : [
        trans.__(
          'The cell was loading %1: %2 billion parameters, %3 as %4.',
          sizes.model,
          (sizes.parameters / 1e9).toFixed(1),
          formatBytes(sizes.asLoadedBytes),
          sizes.format
        )
      ];
}
