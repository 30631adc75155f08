import type { Evidence } from '../types';
import type { Translate } from './types';

/** What a piece of evidence says about the answer, in a word or two. */
export function supportWord({ readable, supports }: Evidence, trans: Translate): string {
  if (!readable) {
    return trans.__('could not be read');
  }
  switch (supports) {
    case true:
      return trans.__('supports it');
    case false:
      return trans.__('speaks against it');
    case null:
      return trans.__('says nothing either way');
  }
}
