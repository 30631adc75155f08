import { limitOfDeath } from '../deathLimit';
import type { DeathReport, Estimate } from '../types';
import { formatBytes } from '../units';
import { smallerGguf } from './gguf';
import type { NextStep, Translate } from './types';

/** Bytes a parameter takes, by how safetensors spells the number format. */
const BYTES: Readonly<Record<string, number>> = { F64: 8, F32: 4, F16: 2, BF16: 2, I8: 1, U8: 1 };
const NAMES: Readonly<Record<string, string>> = {
  F64: 'float64',
  F32: 'float32',
  F16: 'float16',
  BF16: 'bfloat16'
};
/** Weights in 4 bit: half a byte, and an eighth of that for the scales of its blocks. */
const FOUR_BIT_BYTES = 0.5625;

/** What the weights of a load take in the formats that a person can choose. */
export interface WeightSizes {
  model: string;
  parameters: number;
  /** As it was loaded; null: the format is not known. */
  format: string | null;
  asLoadedBytes: number | null;
  bfloat16Bytes: number;
  fourBitBytes: number;
  isGguf: boolean;
  /** Stored in 16 bit, and not merged while loading: then it stays mapped from the file. */
  isStoredIn16Bit: boolean;
}

/** null when the headers gave no sizes. */
export function weightSizes(load: Estimate): WeightSizes | null {
  const parameters = load.facts.tensors.reduce((sum, group) => sum + group.parameters, 0);
  if (parameters === 0) {
    return null;
  }
  const { tensors, format } = load.facts;
  const isGguf = format === 'gguf';
  const perParameter = load.dtype === null ? undefined : BYTES[load.dtype];
  const storedBytes = tensors.reduce((sum, group) => sum + group.bytes, 0);
  return {
    model: load.facts.reference,
    parameters,
    format: load.dtype === null ? null : (NAMES[load.dtype] ?? load.dtype),
    asLoadedBytes: isGguf
      ? storedBytes
      : perParameter === undefined
        ? null
        : parameters * perParameter,
    bfloat16Bytes: parameters * BYTES_OF_BFLOAT16,
    fourBitBytes: parameters * FOUR_BIT_BYTES,
    isGguf,
    isStoredIn16Bit: tensors.every(
      ({ dtype, role }) => role === 'dense' && (dtype === 'BF16' || dtype === 'F16')
    )
  };
}

const BYTES_OF_BFLOAT16 = 2;

/** What the load took, and what it would have taken otherwise. */
export function loadLines(report: DeathReport, load: Estimate, trans: Translate): string[] {
  const sizes = weightSizes(load);
  if (!sizes) {
    return [];
  }
  const limitBytes = limitOfDeath(report).bytes;
  return [
    ...asLoaded(sizes, trans),
    ...(sizes.isGguf
      ? []
      : [
          trans.__(
            'In bfloat16 its weights take %1, in 4 bit about %2.',
            formatBytes(sizes.bfloat16Bytes),
            formatBytes(sizes.fourBitBytes)
          )
        ]),
    ...(limitBytes !== null && (sizes.asLoadedBytes ?? 0) > limitBytes
      ? [
          trans.__(
            'Your code is not at fault: in this format the weights alone are larger than the limit.'
          )
        ]
      : [])
  ];
}

function asLoaded(sizes: WeightSizes, trans: Translate): string[] {
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

/** The formats that are smaller than what was loaded, with what each takes. */
export function smallerFormats(report: DeathReport, load: Estimate, trans: Translate): NextStep[] {
  const sizes = weightSizes(load);
  if (!sizes) {
    return [];
  }
  const limitBytes = limitOfDeath(report).bytes;
  if (sizes.isGguf) {
    return smallerGguf(sizes, limitBytes, trans);
  }
  const isWide = (sizes.asLoadedBytes ?? 0) > sizes.bfloat16Bytes;
  return [
    ...(isWide ? [inBfloat16(sizes, limitBytes, trans)] : []),
    inFourBit(sizes, limitBytes, trans)
  ];
}

function inBfloat16(sizes: WeightSizes, limitBytes: number | null, trans: Translate): NextStep {
  return {
    text: sizes.isStoredIn16Bit
      ? trans.__(
          'Load it as it is stored, in 16 bit, straight to where it is needed: the weights then stay mapped from the file and need almost no RAM of their own, instead of %1.',
          formatBytes(sizes.asLoadedBytes)
        )
      : trans.__(
          'Load it in bfloat16, straight to where it is needed: %1 instead of %2 (%3).',
          formatBytes(sizes.bfloat16Bytes),
          formatBytes(sizes.asLoadedBytes),
          fitWord(sizes.bfloat16Bytes, limitBytes, trans)
        ),
    snippet: {
      language: 'python',
      text: 'from_pretrained(..., torch_dtype="bfloat16", device_map="auto")'
    }
  };
}

function inFourBit(sizes: WeightSizes, limitBytes: number | null, trans: Translate): NextStep {
  return {
    text: trans.__(
      'Or in 4 bit: about %1 (%2), at some cost in quality; needs a supported GPU.',
      formatBytes(sizes.fourBitBytes),
      fitWord(sizes.fourBitBytes, limitBytes, trans)
    ),
    snippet: {
      language: 'python',
      text: 'quantization_config=BitsAndBytesConfig(load_in_4bit=True)'
    }
  };
}

function fitWord(bytes: number, limitBytes: number | null, trans: Translate): string {
  if (limitBytes === null) {
    return trans.__('limit not known');
  }
  return bytes < limitBytes
    ? trans.__('fits under the limit')
    : trans.__('still does not fit under the limit as a whole');
}
