/** What else would make a load fit, apart from editing the cell: one suggestion per line. */
import { GGUF_BITS } from '../rules/weights/dtype';
import type { Translate } from '../../words/translate';
import { refusalLines } from './refusalText';
import { fileBytes } from '../rules/weights/weights';
import type { Verdict } from '../../types';
import { formatBytes } from '../../words/units';

/** Advice for people who can change limits or pick a different file. */
export function adviceLines(verdict: Verdict, trans: Translate): string[] {
  if (verdict.refusedBy !== undefined) {
    return refusalLines(verdict, trans);
  }
  return [...moreMemory(verdict, trans), ...smallerFiles(verdict, trans)];
}

/** How much more free memory, limit or swap would be enough. */
function moreMemory(verdict: Verdict, trans: Translate): string[] {
  const { kind, plane, needBytes, haveBytes, capacity } = verdict;
  if ((kind !== 'oom' && kind !== 'risky') || plane !== 'ram' || !needBytes || haveBytes === null) {
    return [];
  }
  const missing = needBytes.high - haveBytes;
  const { limitBytes, limitSource } = capacity;
  if (limitBytes !== null && limitSource?.kind !== 'machine') {
    return [
      trans.__(
        'It would fit if %1 more were free, or if the limit were %2 instead of %3.',
        formatBytes(missing),
        formatBytes(limitBytes + missing),
        formatBytes(limitBytes)
      )
    ];
  }
  return [
    trans.__('It would fit if %1 more were free.', formatBytes(missing)),
    trans.__(
      'With %1 of swap, which an administrator can add, it would be slow instead of killed.',
      formatBytes(missing)
    )
  ];
}

/** The largest quantisation of a GGUF model that is smaller than the file and would fit. */
function smallerFiles({ kind, haveBytes, estimate }: Verdict, trans: Translate): string[] {
  const { facts } = estimate;
  const parameters = facts.tensors.reduce((sum, group) => sum + group.parameters, 0);
  if (kind === 'fits' || facts.format !== 'gguf' || parameters === 0 || haveBytes === null) {
    return [];
  }
  const sizes = GGUF_BITS.map(([name, bits]) => ({ name, bits, bytes: (parameters * bits) / 8 }));
  const smaller = sizes.filter(({ bytes }) => bytes < fileBytes(facts) && bytes < haveBytes);
  const [best] = smaller;
  return best === undefined
    ? []
    : [
        trans.__(
          'The same model as %1 would take about %2: %3',
          best.name,
          formatBytes(best.bytes),
          qualityOf(best.bits, trans)
        )
      ];
}

/** The cost of fewer bits, in words. Anything more exact would require measuring the model. */
function qualityOf(bits: number, trans: Translate): string {
  if (bits > 6) {
    return trans.__('hardly any difference in its answers.');
  }
  return bits >= 4
    ? trans.__('slightly worse answers, usually a good bargain.')
    : trans.__('noticeably worse answers; a smaller model at 4 bits is often better.');
}
