/** A verdict in a few words, for the end of a line of code. */
import type { Translate } from '../../words/translate';
import { missingLibrary } from '../verdict/notInstalled';
import type { Verdict } from '../../types';
import { formatBytes } from '../../words/units';

/** Null when there is nothing to say. `isOnlySize`: state the size only, not whether it fits. */
export function markText(verdict: Verdict, isOnlySize: boolean, trans: Translate): string | null {
  const { needBytes, haveBytes, kind } = verdict;
  const missing = missingLibrary(verdict.estimate);
  if (missing !== null) {
    return trans.__('%1 is not installed in this kernel', missing);
  }
  if (needBytes === null || haveBytes === null || kind === 'unknown') {
    return null;
  }
  const needs = needText(verdict, trans);
  return isOnlySize ? needs : outcome(verdict, needs, trans);
}

/** The size that decides the outcome: the upper end where only that does not fit. */
function needText(verdict: Verdict, trans: Translate): string {
  const { kind, plane } = verdict;
  const need = verdict.needBytes ?? { mid: 0, high: 0 };
  const size = formatBytes(kind === 'risky' ? need.high : need.mid);
  if (plane === 'vram') {
    return kind === 'risky' ? trans.__('up to %1 VRAM', size) : trans.__('~%1 VRAM', size);
  }
  const file = verdict.estimate.resident?.file.mid ?? 0;
  if (kind === 'slow' && need.high <= (verdict.haveBytes ?? 0) && file > 0) {
    return trans.__('~%1 RAM and %2 of mapped file', size, formatBytes(file));
  }
  return kind === 'risky' ? trans.__('up to %1 RAM', size) : trans.__('~%1 RAM', size);
}

/** Puts the verdict first, because a long line of code leaves room for only a few words. */
function outcome({ kind, haveBytes }: Verdict, needs: string, trans: Translate): string {
  const left = formatBytes(Math.max(0, haveBytes ?? 0));
  switch (kind) {
    case 'oom':
      return trans.__('will be killed: %1, %2 left', needs, left);
    case 'cuda-oom':
      return trans.__('does not fit: %1, %2 left', needs, left);
    case 'will-not-start':
      return trans.__('will not start: %1, %2 left', needs, left);
    case 'refused':
      return trans.__('will be refused: %1, %2 left', needs, left);
    case 'risky':
      return trans.__('may not fit: %1, %2 left', needs, left);
    case 'slow':
      return trans.__('will be slow: %1, %2 left', needs, left);
    case 'fits':
    case 'unknown':
      return trans.__('fits: %1', needs);
  }
}
