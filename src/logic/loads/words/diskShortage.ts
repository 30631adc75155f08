/** A download that the disk has no room for. */
import type { Translate } from '../../words/translate';
import type { ModelFacts } from '../../types';
import { formatBytes } from '../../words/units';

export interface DiskShortage {
  /** The model as it was asked for. */
  reference: string;
  /** Still to be written. */
  neededBytes: number;
  freeBytes: number;
  /** Written already by a download that did not end. */
  partialBytes: number;
}

/** Null when the download fits, is not needed, or its size or the room is not known. */
export function diskShortage({ reference, disk }: ModelFacts): DiskShortage | null {
  const { neededBytes = null, freeBytes = null, partialBytes = 0 } = disk ?? {};
  return neededBytes !== null && freeBytes !== null && neededBytes > freeBytes
    ? { reference, neededBytes, freeBytes, partialBytes }
    : null;
}

/** What is needed, and what is free, in a sentence. */
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
