/** Downloads for which the disk does not have enough free space. */
import type { Translate } from '../../words/translate';
import type { ModelFacts } from '../../types';
import { formatBytes } from '../../words/units';

export interface DiskShortage {
  /** The model's id or path as given in the call. */
  reference: string;
  /** What the download still has to write. */
  neededBytes: number;
  freeBytes: number;
  /** Already written by an unfinished download. */
  partialBytes: number;
}

/** Null if the download fits or is not needed, or if its size or the free space is not known. */
export function diskShortage({ reference, disk }: ModelFacts): DiskShortage | null {
  const { neededBytes = null, freeBytes = null, partialBytes = 0 } = disk ?? {};
  return neededBytes !== null && freeBytes !== null && neededBytes > freeBytes
    ? { reference, neededBytes, freeBytes, partialBytes }
    : null;
}

/** One sentence with the space that is needed and the space that is free. */
export function explainShortage(shortage: DiskShortage, trans: Translate): string {
  const { reference, neededBytes, freeBytes, partialBytes } = shortage;
  const [needed, free] = [formatBytes(neededBytes), formatBytes(freeBytes)];
  return partialBytes > 0
    ? trans.__(
        '%1 is not wholly downloaded: %2 are still to be written (%3 are there), and the disk has %4 free. The download would fail.',
        reference,
        needed,
        formatBytes(partialBytes),
        free
      )
    : trans.__(
        '%1 is not downloaded yet: it takes %2 on the disk, which has %3 free. The download would fail.',
        reference,
        needed,
        free
      );
}
