import type { Evidence } from '../types';
import type { Translate } from './types';

/** How the server begins the text of a source that it was not allowed to read. */
const REFUSED = /^(?:not readable|not known|no counter)/;

/** Was the source asked in vain? Others that prove nothing still say something. */
export function isRefused({ supports, text }: Evidence): boolean {
  return supports === null && REFUSED.test(text);
}

/** What a piece of evidence says about the answer, in a word or two. */
export function supportWord(evidence: Evidence, trans: Translate): string {
  if (isRefused(evidence)) {
    return trans.__('could not be read');
  }
  switch (evidence.supports) {
    case true:
      return trans.__('supports it');
    case false:
      return trans.__('speaks against it, or says nothing');
    case null:
      return trans.__('proves nothing by itself');
  }
}
