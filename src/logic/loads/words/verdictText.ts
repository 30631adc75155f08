/** A verdict in words: what the load needs, why, and what is left. */
import { adviceLines } from './advice';
import type { Translate } from '../../words/translate';
import { missingLibrary } from '../verdict/notInstalled';
import { reasonLines, whyClause } from './reasons';
import { refusalSentence } from './refusalText';
import type { Interval, Verdict } from '../../types';
import { limitOwner } from '../../words/limitOwner';
import { formatBytes } from '../../words/units';

export interface VerdictText {
  title: string;
  sentence: string;
  /** What else is worth knowing, one statement per line. */
  lines: string[];
}

export function explainVerdict(verdict: Verdict, trans: Translate): VerdictText {
  const missing = missingLibrary(verdict.estimate);
  if (missing !== null) {
    return {
      title: trans.__('%1 is not installed in this kernel', missing),
      sentence: trans.__('The cell would stop at its import.'),
      lines: []
    };
  }
  return {
    title: titleOf(verdict, trans),
    sentence: sentenceOf(verdict, trans),
    lines: [...reasonLines(verdict, trans), ...adviceLines(verdict, trans)]
  };
}

function titleOf(verdict: Verdict, trans: Translate): string {
  switch (verdict.kind) {
    case 'oom':
      return trans.__('This load does not fit: the kernel would be killed');
    case 'cuda-oom':
      return trans.__('This load does not fit on the GPU');
    case 'will-not-start':
      return trans.__('The engine would refuse to start');
    case 'refused':
      return trans.__('This load does not fit: the memory would be refused');
    case 'risky':
      return trans.__('This load may not fit');
    case 'slow':
      return trans.__('This load fits, but will be slow');
    case 'fits':
      return trans.__('This load fits');
    case 'unknown':
      return trans.__('Not known whether this load fits');
  }
}

function sentenceOf(verdict: Verdict, trans: Translate): string {
  const need = verdict.needBytes;
  if (need === null || verdict.haveBytes === null) {
    return trans.__('%1: not enough is known to say.', modelName(verdict));
  }
  if (verdict.kind === 'will-not-start') {
    return refusal(verdict, trans);
  }
  const refused = refusalSentence(verdict, modelName(verdict), trans);
  if (refused !== null) {
    return refused;
  }
  const why = whyClause(verdict.estimate, trans);
  const needs =
    verdict.plane === 'ram'
      ? trans.__(
          '%1 needs %2 of RAM that cannot be paged out',
          modelName(verdict),
          sizeRange(need, trans)
        )
      : trans.__('%1 needs %2 of GPU memory', modelName(verdict), sizeRange(need, trans));
  const first = why === null ? needs : trans.__('%1 (%2)', needs, why);
  return trans.__('%1; %2.', first, leftOver(verdict, trans));
}

/** vLLM's own error appears only after minutes of loading, and speaks of utilization. */
function refusal(verdict: Verdict, trans: Translate): string {
  const needed = formatBytes(verdict.needBytes?.low ?? null);
  const have = formatBytes(Math.max(0, verdict.haveBytes ?? 0));
  const share = verdict.estimate.engine?.utilization ?? 0;
  const total = verdict.capacity.gpus[verdict.estimate.engine?.gpus[0] ?? '0']?.totalBytes ?? null;
  return total !== null && verdict.haveBytes !== null && verdict.haveBytes >= share * total
    ? trans.__(
        '%1 needs at least %2 on each GPU for its weights and one request; its share is %3.',
        modelName(verdict),
        needed,
        have
      )
    : trans.__(
        '%1 asks for %2 % of the GPU (%3), whatever the size of the model; %4 are free.',
        verdict.estimate.call.library,
        Math.round(100 * share),
        needed,
        have
      );
}

const modelName = ({ estimate }: Verdict): string =>
  estimate.call.model.value ?? estimate.call.callee;

/** "3 GiB", or "3 GiB to 5 GiB" where the ends differ by more than a tenth. */
export function sizeRange(need: Interval, trans: Translate): string {
  return need.high - need.low > 0.1 * need.high
    ? trans.__('%1 to %2', formatBytes(need.low), formatBytes(need.high))
    : formatBytes(need.mid);
}

function leftOver(verdict: Verdict, trans: Translate): string {
  const left = formatBytes(Math.max(0, verdict.haveBytes ?? 0));
  if (verdict.plane === 'vram') {
    return trans.__('the GPU has %1 left', left);
  }
  const { limitSource } = verdict.capacity;
  return limitSource === null
    ? trans.__('%1 is left', left)
    : limitOwner(limitSource, trans).has(left);
}
