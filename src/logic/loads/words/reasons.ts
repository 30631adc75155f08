/** The grounds of an estimate in words, one code at a time. */
import type { Translate } from '../../words/translate';
import { dtypeForPeople } from '../rules/weights/dtype';
import type { Basis, Estimate, Verdict } from '../../types';
import { formatBytes } from '../../words/units';

const text = (line: Basis, name: string): string => String(line.values[name] ?? '');

const size = (line: Basis, name = 'bytes'): string => {
  const bytes = line.values[name];
  return formatBytes(typeof bytes === 'number' ? bytes : null);
};

const dtype = (line: Basis, name = 'dtype'): string => dtypeForPeople(text(line, name));

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
      return storedElsewise(line, trans.__('%1, as the call asks for', dtype(line)), trans);
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
    : trans.__('%1, the default of %2 %3', dtype(line), text(line, 'library'), version);
}

function storedElsewise(line: Basis, clause: string, trans: Translate): string {
  const stored = text(line, 'stored');
  return stored === '' || stored === text(line, 'dtype')
    ? clause
    : trans.__('%1; the file is %2', clause, dtype(line, 'stored'));
}

/** Everything else that is worth knowing, one thought a line. */
export function reasonLines(verdict: Verdict, trans: Translate): string[] {
  const lines = verdict.estimate.basis.flatMap(line => {
    const sentence = loadReason(line, trans) ?? placeReason(line, trans) ?? caveat(line, trans);
    return sentence === null ? [] : [sentence];
  });
  return verdict.plane === 'vram' ? [...lines, unmeasured(trans)] : lines;
}

/** What docs/limits.md says at length. */
function unmeasured(trans: Translate): string {
  return trans.__(
    'What loads take of a GPU is known by formula and from figures that others published; it was not measured for these rules.'
  );
}

/** What the load itself does with the bytes. */
function loadReason(line: Basis, trans: Translate): string | null {
  switch (line.code) {
    case 'converted':
      return trans.__('Converting the weights makes new copies of them: %1.', size(line));
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
    case 'file-read':
      return trans.__('The file (%1) is read into RAM as a whole.', size(line));
    case 'not-mapped':
      return trans.__('disable_mmap=True reads the file (%1) into RAM and copies it.', size(line));
    case 'built-first':
      return trans.__(
        'This version first builds the model with random numbers (%1), then reads the file.',
        size(line)
      );
    case 'initialised':
      return trans.__('The model is built with random numbers: %1.', size(line));
    case 'unpacked':
      return trans.__('The packed weights are unpacked to %1.', size(line));
    default:
      return dataReason(line, trans);
  }
}

function dataReason(line: Basis, trans: Translate): string | null {
  switch (line.code) {
    case 'table':
      return trans.__(
        'The file has %1; what it takes as a table depends on its columns.',
        size(line)
      );
    case 'array':
      return trans.__('The array has %1.', size(line));
    case 'array-untouched':
      return trans.__(
        'The array has %1, which are taken when they are first written to.',
        size(line)
      );
    case 'file-size-only':
      return trans.__(
        'Only the size of the file (%1) is known; what the library makes of it was not measured.',
        size(line)
      );
    case 'adapter':
      return trans.__(
        'Only the adapter (%1) is loaded; its base model is loaded apart.',
        size(line)
      );
    case 'imports':
      return trans.__('Importing the library takes %1, once.', size(line));
    default:
      return null;
  }
}

/** Where the weights end up. */
function placeReason(line: Basis, trans: Translate): string | null {
  switch (line.code) {
    case 'gpu':
      return trans.__('The weights (%1) go to the GPU.', size(line));
    case 'spread':
      return trans.__(
        'The weights (%1) are spread over the GPUs; the rest stays in RAM.',
        size(line)
      );
    case 'quantized':
      return trans.__('Quantised with %1 the weights take %2.', text(line, 'method'), size(line));
    case 'offloaded':
      return trans.__(
        'Parts of the pipeline take turns on the GPU; the largest takes %1.',
        size(line)
      );
    case 'context':
      return trans.__(
        'A context of %1 tokens takes a cache of %2.',
        text(line, 'tokens'),
        size(line)
      );
    case 'engine-share':
      return trans.__(
        'The engine takes %1 % of each GPU, or does not start.',
        text(line, 'percent')
      );
    case 'engine-needs':
      return trans.__(
        'On each GPU: %1 of weights, and %2 for one request of %3 tokens.',
        size(line, 'weights'),
        size(line, 'cache'),
        text(line, 'tokens')
      );
    default:
      return null;
  }
}

/** What limits the estimate. */
function caveat(line: Basis, trans: Translate): string | null {
  switch (line.code) {
    case 'numpy-lacks-dtype':
      return trans.__(
        'numpy has no %1: the call raises a TypeError unless ml_dtypes is imported.',
        dtype(line)
      );
    case 'kept-times':
      return trans.__(
        'The loop keeps what each of its %1 turns loads, so they add up.',
        text(line, 'times')
      );
    case 'kept-in-loop':
      return trans.__(
        'The loop keeps what each turn loads; how many turns there are is not known, at most two are counted.'
      );
    case 'dtype-unknown':
      return trans.__('The dtype is not known from the notebook; the usual ones are covered.');
    case 'version-unknown':
      return trans.__(
        'The version of %1 in the kernel is not known; the estimate covers those in use.',
        text(line, 'library')
      );
    case 'not-verified':
      return trans.__(
        'Not verified for %1 %2: the newest rules were used.',
        text(line, 'library'),
        text(line, 'version')
      );
    case 'source':
      return text(line, 'source') === 'name'
        ? trans.__('The size is a guess from the name: nothing of the model is on this machine.')
        : null;
    default:
      return null;
  }
}
