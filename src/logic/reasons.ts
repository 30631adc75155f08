/** The grounds of an estimate in words, one code at a time. */
import type { Translate } from './explain/types';
import { dtypeForPeople } from './rules/dtype';
import type { Basis, Estimate, Verdict } from './types';
import { formatBytes } from './units';

const text = (line: Basis, name: string): string =>
  String(line.values[name] ?? '');

const size = (line: Basis, name = 'bytes'): string => {
  const bytes = line.values[name];
  return formatBytes(typeof bytes === 'number' ? bytes : null);
};

const dtype = (line: Basis, name = 'dtype'): string =>
  dtypeForPeople(text(line, name));

/** The reason that stands in brackets behind the size; `null` when there is none. */
export function whyClause(estimate: Estimate, trans: Translate): string | null {
  for (const line of estimate.basis) {
    const clause = clauseOf(line, trans);
    if (clause !== null) {
      return clause;
    }
  }
  return null;
}

function clauseOf(line: Basis, trans: Translate): string | null {
  switch (line.code) {
    case 'dtype-default':
      return storedElsewise(line, defaultClause(line, trans), trans);
    case 'dtype-explicit':
      return storedElsewise(
        line,
        trans.__('%1, as the call asks for', dtype(line)),
        trans
      );
    case 'copied-by-numpy':
      return trans.__('numpy copies every tensor of the file');
    default:
      return null;
  }
}

function defaultClause(line: Basis, trans: Translate): string {
  const version = text(line, 'version');
  return version === ''
    ? trans.__('%1, the default of %2 4', dtype(line), text(line, 'library'))
    : trans.__(
        '%1, the default of %2 %3',
        dtype(line),
        text(line, 'library'),
        version
      );
}

function storedElsewise(line: Basis, clause: string, trans: Translate): string {
  const stored = text(line, 'stored');
  return stored === '' || stored === text(line, 'dtype')
    ? clause
    : trans.__('%1; the file is %2', clause, dtype(line, 'stored'));
}

/** Everything else that is worth knowing, one thought a line. */
export function reasonLines(verdict: Verdict, trans: Translate): string[] {
  return verdict.estimate.basis.flatMap(line => {
    const sentence = sentenceOf(line, trans);
    return sentence === null ? [] : [sentence];
  });
}

function sentenceOf(line: Basis, trans: Translate): string | null {
  switch (line.code) {
    case 'converted':
      return trans.__(
        'Converting the weights makes new copies of them: %1.',
        size(line)
      );
    case 'mapped':
      return trans.__(
        'The weights (%1) stay in the file and are read when they are used; the system can drop them from RAM at any time.',
        size(line)
      );
    case 'experts-fused':
      return trans.__(
        'The experts (%1) are stored one by one and are merged while loading, which copies them.',
        size(line)
      );
    case 'legacy-pickle':
      return trans.__(
        'The file (%1) is in the old pickle format, which is read into RAM as a whole.',
        size(line)
      );
    case 'not-mapped':
      return trans.__(
        'disable_mmap=True reads the file (%1) into RAM and copies it.',
        size(line)
      );
    case 'built-first':
      return trans.__(
        'This version first builds the model with random numbers (%1), then reads the file.',
        size(line)
      );
    default:
      return caveatOf(line, trans);
  }
}

/** What limits the estimate. */
function caveatOf(line: Basis, trans: Translate): string | null {
  switch (line.code) {
    case 'numpy-lacks-dtype':
      return trans.__(
        'numpy has no %1: the call raises a TypeError unless ml_dtypes is imported.',
        dtype(line)
      );
    case 'version-unknown':
      return trans.__(
        'The version of %1 in the kernel is not known; the estimate covers those in use.',
        text(line, 'library')
      );
    case 'not-verified':
      return trans.__(
        'Not verified for %1 %2: the rules of the newest known version were used.',
        text(line, 'library'),
        text(line, 'version')
      );
    default:
      return null;
  }
}
