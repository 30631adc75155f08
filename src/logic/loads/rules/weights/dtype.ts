/** Number formats: their sizes, and how the spellings of libraries map to those of safetensors. */
import type { PyValue } from '../../../types';

/** Bytes per element, by the name in the safetensors format. */
const ELEMENT_BYTES: Readonly<Record<string, number>> = {
  F64: 8,
  I64: 8,
  U64: 8,
  C64: 8,
  F32: 4,
  I32: 4,
  U32: 4,
  F16: 2,
  BF16: 2,
  I16: 2,
  U16: 2,
  F8_E4M3: 1,
  F8_E5M2: 1,
  F8_E8M0: 1,
  I8: 1,
  U8: 1,
  BOOL: 1,
  F6_E2M3: 0.75,
  F6_E3M2: 0.75,
  F4: 0.5
};

const SPELLINGS: Readonly<Record<string, string>> = {
  float64: 'F64',
  double: 'F64',
  float32: 'F32',
  float: 'F32',
  fp32: 'F32',
  float16: 'F16',
  half: 'F16',
  fp16: 'F16',
  bfloat16: 'BF16',
  bf16: 'BF16',
  float8_e4m3fn: 'F8_E4M3',
  float8_e5m2: 'F8_E5M2',
  int8: 'I8',
  uint8: 'U8',
  int16: 'I16',
  int32: 'I32',
  int64: 'I64'
};

const READABLE: Readonly<Record<string, string>> = {
  F64: 'float64',
  F32: 'float32',
  F16: 'float16',
  BF16: 'bfloat16',
  F8_E4M3: 'float8',
  F8_E5M2: 'float8'
};

/** Bits per weight in the pure GGUF types; files mix types, which makes them slightly larger. */
export const GGUF_BITS: readonly (readonly [name: string, bits: number])[] = [
  ['Q8_0', 8.5],
  ['Q6_K', 6.5625],
  ['Q5_K', 5.5],
  ['Q4_K', 4.5],
  ['Q3_K', 3.4375],
  ['Q2_K', 2.625]
];
/** Formats that a dtype change converts: floats of 16 bits and more. Packed 8 and 4 bits stay. */
const CONVERTIBLE: ReadonlySet<string> = new Set(['F64', 'F32', 'F16', 'BF16']);

/** Bytes per element; `null` for an unknown format. */
export const elementBytes = (dtype: string): number | null => ELEMENT_BYTES[dtype] ?? null;

export const isConvertible = (dtype: string): boolean => CONVERTIBLE.has(dtype);

/** `bfloat16`, `torch.bfloat16`, `"bf16"` -> `BF16`; `null` when it is not a dtype. */
export function dtypeFromName(name: string): string | null {
  const last = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  return SPELLINGS[last] ?? null;
}

/** The dtype that `torch.float16` or `"float16"` in a call stands for. */
export function dtypeFromValue(value: PyValue): string | null {
  switch (value.kind) {
    case 'name':
      return dtypeFromName(value.path);
    case 'string':
      return dtypeFromName(value.value);
    default:
      return null;
  }
}

/** As people write it: `BF16` -> `bfloat16`. */
export const readableDtype = (dtype: string): string => READABLE[dtype] ?? dtype.toLowerCase();
