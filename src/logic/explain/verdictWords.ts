import type { Evidence } from '../types';
import type { Translate } from './types';

/** What a piece of evidence says about memory, in a word. */
export function supportWord(evidence: Evidence, trans: Translate): string {
  if (evidence.supports === null) {
    return trans.__('could not be read');
  }
  return evidence.supports
    ? trans.__('supports it')
    : trans.__('says nothing, or speaks against it');
}
