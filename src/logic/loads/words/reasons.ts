/** Puts the reasons for an estimate into words, one at a time. */
import type { Translate } from '../../words/translate';
import { readableDtype } from '../rules/weights/dtype';
import type { Basis, CaveatBasis, DtypeBasis, Estimate, Verdict } from '../../types';
import { formatBytes } from '../../words/units';
import { SIZED_REASONS } from './sizedReasons';

/** The reason given in brackets after the size; `null` when there is none. */
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
  if (line.code === 'copied-by-numpy') {
    return trans.__('numpy copies every tensor of the file');
  }
  return line.code === 'dtype' ? dtypeClause(line, trans) : null;
}

function dtypeClause(line: DtypeBasis, trans: Translate): string | null {
  switch (line.how) {
    case 'default':
      return withStoredDtype(line, defaultClause(line, trans), trans);
    case 'explicit': {
      const clause = trans.__('%1, as the call asks for', readableDtype(line.dtype));
      return withStoredDtype(line, clause, trans);
    }
    case 'stored':
    case 'unknown':
      return null;
  }
}

function defaultClause({ dtype, library, version }: DtypeBasis, trans: Translate): string {
  return version === null
    ? trans.__('%1, the default of %2 4', readableDtype(dtype), library)
    : trans.__('%1, the default of %2 %3', readableDtype(dtype), library, version);
}

function withStoredDtype({ stored, dtype }: DtypeBasis, clause: string, trans: Translate): string {
  return stored === null || stored === dtype
    ? clause
    : trans.__('%1; the file is %2', clause, readableDtype(stored));
}

/** Everything else worth knowing, one statement per line. */
export function reasonLines(verdict: Verdict, trans: Translate): string[] {
  const lines = verdict.estimate.basis.flatMap(line => sentenceOf(line, trans) ?? []);
  return verdict.plane === 'vram' ? [...lines, unmeasured(trans)] : lines;
}

/** The short form of what docs/limits.md explains in detail. */
function unmeasured(trans: Translate): string {
  return trans.__(
    'What loads take of a GPU is known by formula and from figures that others published; it was not measured for these rules.'
  );
}

/** What the load does with the bytes and where they end up; null: stated elsewhere. */
function sentenceOf(line: Basis, trans: Translate): string | null {
  switch (line.code) {
    case 'meta':
      return trans.__(
        'On the meta device there are shapes and no numbers: they take no memory to speak of.'
      );
    case 'quantized':
      return trans.__(
        'Quantised with %1 the weights take %2.',
        line.method,
        formatBytes(line.bytes)
      );
    case 'context':
      return trans.__(
        'A context of %1 tokens takes a cache of %2.',
        line.tokens,
        formatBytes(line.bytes)
      );
    case 'engine-share':
      return trans.__('The engine takes %1 % of each GPU, or does not start.', line.percent);
    case 'engine-needs':
      return trans.__(
        'On each GPU: %1 of weights, and %2 for one request of %3 tokens.',
        formatBytes(line.weightBytes),
        formatBytes(line.cacheBytes),
        line.tokens
      );
    case 'dtype':
    case 'numpy-lacks-dtype':
    case 'kept-times':
    case 'kept-in-loop':
    case 'not-installed':
    case 'version-unknown':
    case 'not-verified':
    case 'guessed-from-name':
      return caveat(line, trans);
    default:
      return SIZED_REASONS[line.code]?.(formatBytes(line.bytes), trans) ?? null;
  }
}

function caveat(line: CaveatBasis, trans: Translate): string | null {
  switch (line.code) {
    case 'numpy-lacks-dtype':
      return trans.__(
        'numpy has no %1: the call raises a TypeError unless ml_dtypes is imported.',
        readableDtype(line.dtype)
      );
    case 'kept-times':
      return trans.__(
        'The loop keeps what each of its %1 turns loads, so they add up.',
        line.times
      );
    case 'kept-in-loop':
      return trans.__(
        'The loop keeps what each turn loads; how many turns there are is not known, at most two are counted.'
      );
    case 'dtype':
      return line.how === 'unknown'
        ? trans.__('The dtype is not known from the notebook; the usual ones are covered.')
        : null;
    case 'version-unknown':
      return trans.__(
        'The version of %1 in the kernel is not known; the estimate covers those in use.',
        line.library
      );
    case 'not-verified':
      return trans.__(
        'Not verified for %1 %2: the newest rules were used.',
        line.library,
        line.version
      );
    case 'guessed-from-name':
      return trans.__(
        'The size is a guess from the name: nothing of the model is on this machine.'
      );
    // The title already says so, and then nothing else is shown.
    case 'not-installed':
      return null;
  }
}
