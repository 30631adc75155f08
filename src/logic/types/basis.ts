/** The reasons behind an estimate: one member per reason, with the data that its sentence needs. */

/** Reasons whose sentence needs only a size. */
export interface SizedBasis {
  code:
    | 'adapter'
    | 'array'
    | 'array-untouched'
    | 'built-first'
    | 'converted'
    | 'copied-by-numpy'
    | 'experts-fused'
    | 'file-read'
    | 'file-size-only'
    | 'gpu'
    | 'imports'
    | 'initialised'
    | 'legacy-pickle'
    | 'mapped'
    | 'not-mapped'
    | 'offloaded'
    | 'spread'
    | 'table'
    | 'unpacked';
  bytes: number;
}

/** Which dtype the weights have in memory, and what determined it. */
export interface DtypeBasis {
  code: 'dtype';
  how: 'explicit' | 'default' | 'stored' | 'unknown';
  /** As safetensors spells it, here and below. */
  dtype: string;
  /** dtype in the file; null: not known. */
  stored: string | null;
  library: string;
  /** null: not known. */
  version: string | null;
}

/** Reservations about the estimate. */
export type CaveatBasis =
  | DtypeBasis
  | { code: 'numpy-lacks-dtype'; dtype: string }
  | { code: 'kept-times'; times: number }
  /** Kept once per iteration of a loop of unknown length. */
  | { code: 'kept-in-loop' }
  | { code: 'not-installed'; library: string }
  | { code: 'version-unknown'; library: string }
  | { code: 'not-verified'; library: string; version: string }
  /** No part of the model is on this machine, so its size was derived from its name. */
  | { code: 'guessed-from-name' };

export type Basis =
  | SizedBasis
  | CaveatBasis
  /** Created on the meta device, which stores no data. */
  | { code: 'meta' }
  | { code: 'quantized'; method: string; bytes: number }
  | { code: 'context'; tokens: number; bytes: number }
  | { code: 'engine-share'; percent: number }
  | { code: 'engine-needs'; weightBytes: number; cacheBytes: number; tokens: number };
