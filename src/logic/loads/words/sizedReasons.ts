/** Reasons whose sentence contains a single size: what is read, and where it ends up. */
import type { SizedBasis } from '../../types';
import type { Translate } from '../../words/translate';

/** A sentence; null: already stated by the clause after the size. */
export const SIZED_REASONS: Readonly<
  Record<SizedBasis['code'], ((size: string, trans: Translate) => string) | null>
> = {
  'copied-by-numpy': null,
  adapter: (size, trans) =>
    trans.__('Only the adapter (%1) is loaded; its base model is loaded apart.', size),
  array: (size, trans) => trans.__('The array has %1.', size),
  'array-untouched': (size, trans) =>
    trans.__('The array has %1, which are taken when they are first written to.', size),
  'built-first': (size, trans) =>
    trans.__(
      'This version first builds the model with random numbers (%1), then reads the file.',
      size
    ),
  converted: (size, trans) =>
    trans.__('Converting the weights makes new copies of them: %1.', size),
  'experts-fused': (size, trans) =>
    trans.__(
      'The experts (%1) are stored one by one and are merged while loading, which copies them.',
      size
    ),
  'file-read': (size, trans) => trans.__('The file (%1) is read into RAM as a whole.', size),
  'file-size-only': (size, trans) =>
    trans.__(
      'Only the size of the file (%1) is known; what the library makes of it was not measured.',
      size
    ),
  gpu: (size, trans) => trans.__('The weights (%1) go to the GPU.', size),
  imports: (size, trans) => trans.__('Importing the library takes %1, once.', size),
  initialised: (size, trans) => trans.__('The model is built with random numbers: %1.', size),
  'legacy-pickle': (size, trans) =>
    trans.__('The file (%1) is in the old pickle format, which is read into RAM as a whole.', size),
  mapped: (size, trans) =>
    trans.__(
      'The weights (%1) stay in the file and are read when they are used; the system can drop them from RAM at any time.',
      size
    ),
  'not-mapped': (size, trans) =>
    trans.__('disable_mmap=True reads the file (%1) into RAM and copies it.', size),
  offloaded: (size, trans) =>
    trans.__('Parts of the pipeline take turns on the GPU; the largest takes %1.', size),
  spread: (size, trans) =>
    trans.__('The weights (%1) are spread over the GPUs; the rest stays in RAM.', size),
  table: (size, trans) =>
    trans.__('The file has %1; what it takes as a table depends on its columns.', size),
  unpacked: (size, trans) => trans.__('The packed weights are unpacked to %1.', size)
};
