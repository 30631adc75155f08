import type { Confidence, DeathReport } from '../../types';
import { formatBytes } from '../../words/units';
import type { Translate } from '../../words/translate';

/** "The kernel was killed", no stronger than the evidence allows. */
export function killed(confidence: Confidence, trans: Translate): string {
  switch (confidence) {
    case 'certain':
      return trans.__('The kernel was killed');
    case 'high':
      return trans.__('The kernel was, as far as can be known, killed');
    case 'medium':
      return trans.__('The kernel was probably killed');
    case 'low':
      return trans.__('The kernel may have been killed');
  }
}

/** "The kernel crashed", no stronger than the evidence allows. */
export function crashed(confidence: Confidence, trans: Translate): string {
  switch (confidence) {
    case 'certain':
      return trans.__('The kernel crashed');
    case 'high':
      return trans.__('The kernel, as far as can be known, crashed');
    case 'medium':
      return trans.__('The kernel probably crashed');
    case 'low':
      return trans.__('The kernel may have crashed');
  }
}

/** The confidence as a word of its own, for the evidence section. */
export function confidenceWord(confidence: Confidence, trans: Translate): string {
  switch (confidence) {
    case 'certain':
      return trans.__('certain');
    case 'high':
      return trans.__('as far as can be known');
    case 'medium':
      return trans.__('probable');
    case 'low':
      return trans.__('possible');
  }
}

/** A heading that keeps the doubt: "Probably out of memory". */
export function outOfMemoryTitle(confidence: Confidence, trans: Translate): string {
  switch (confidence) {
    case 'certain':
    case 'high':
      return trans.__('Out of memory');
    case 'medium':
      return trans.__('Probably out of memory');
    case 'low':
      return trans.__('Possibly out of memory');
  }
}

/** "1 GiB", or a word where the size is not known. */
export function size(bytes: number | null, trans: Translate): string {
  return bytes === null ? trans.__('an unknown amount') : formatBytes(bytes);
}

/** The last line the kernel wrote to stderr; empty if stderr could not be read. */
export function stderrLine({ stderr }: DeathReport, trans: Translate): string[] {
  const line = stderr.at(-1);
  return line === undefined ? [] : [trans.__('Its last words: %1', line)];
}
