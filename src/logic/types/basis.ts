/** Why an estimate is what it is: one member for each reason, with what its sentence needs. */

/** Reasons that are told with one size. */
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

/** Which dtype the weights have in memory, and who chose it. */
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

/** What limits the estimate. */
export type CaveatBasis =
  | DtypeBasis
  | { code: 'numpy-lacks-dtype'; dtype: string }
  | { code: 'kept-times'; times: number }
  /** As often as a loop of unknown length runs. */
  | { code: 'kept-in-loop' }
  | { code: 'not-installed'; library: string }
  | { code: 'version-unknown'; library: string }
  | { code: 'not-verified'; library: string; version: string }
  /** Nothing of the model is on this machine: its size was read from its name. */
  | { code: 'guessed-from-name' };

export type Basis =
  | SizedBasis
  | CaveatBasis
  /** Made on the meta device, which stores no numbers. */
  | { code: 'meta' }
  | { code: 'quantized'; method: string; bytes: number }
  | { code: 'context'; tokens: number; bytes: number }
  | { code: 'engine-share'; percent: number }
  | { code: 'engine-needs'; weightBytes: number; cacheBytes: number; tokens: number };
