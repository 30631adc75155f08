import type { DeathReport, Estimate, RunningCell } from '../../types';
import { formatBytes } from '../../words/units';
import { limitPhrase } from './limit';
import { loadLines } from '../steps/load';
import { notTheGpu } from './planes';
import { freeOthers, inParts, stepsAtLimit, stepsOfProcess, stepsOnMachine } from '../steps/steps';
import type { Explanation } from '../types';
import type { Translate } from '../../words/translate';
import { wentFast } from './speed';
import { isVllm, workerSteps } from '../steps/workerSteps';
import { detailNumber, detailText, killed, outOfMemoryTitle, size } from './words';

/** The memory of a control group was used up, and Linux killed the kernel. */
export function limitReached(
  report: DeathReport,
  trans: Translate,
  cell: RunningCell | null,
  load: Estimate | null
): Explanation {
  return {
    title: outOfMemoryTitle(report.confidence, trans),
    sentence: trans.__(
      '%1 because memory use reached %2.',
      killed(report.confidence, trans),
      limitPhrase(report, trans)
    ),
    lines: [
      noTraceback(trans),
      ...wentFast(report, trans),
      ...notTheGpu(report, trans),
      ...(load ? loadLines(report, load, trans) : [])
    ],
    nextSteps: stepsAtLimit(report, trans, cell, load)
  };
}

/** No limit was hit; the machine itself had nothing left. */
export function machineFull(
  report: DeathReport,
  trans: Translate,
  cell: RunningCell | null,
  load: Estimate | null
): Explanation {
  return {
    title: outOfMemoryTitle(report.confidence, trans),
    sentence: trans.__(
      '%1 because the whole machine ran out of memory, and Linux chose this kernel to free some.',
      killed(report.confidence, trans)
    ),
    lines: [
      noTraceback(trans),
      ...wentFast(report, trans),
      ...notTheGpu(report, trans),
      ...(load ? loadLines(report, load, trans) : [])
    ],
    nextSteps: stepsOnMachine(report, trans, cell, load)
  };
}

/** Linux kills the biggest process, which need not be the one that grew. */
export function otherGrew(report: DeathReport, trans: Translate): Explanation {
  const grower = detailText(report, 'grower') ?? trans.__('another process');
  return {
    title: trans.__('Out of memory, caused by another process'),
    sentence: trans.__(
      '%1 because %2 took the memory: Linux kills the biggest process, and that was this kernel.',
      killed(report.confidence, trans),
      grower
    ),
    lines: [...growth(report, grower, trans), ...notTheGpu(report, trans)],
    nextSteps: [
      ...freeOthers(report, trans),
      {
        text: trans.__('Run the two one after the other, or give the other one less to do.'),
        place: 'cell'
      },
      inParts(trans)
    ]
  };
}

/** A C++ library could not get memory and ended the process. */
export function nativeAllocationFailed(
  report: DeathReport,
  trans: Translate,
  cell: RunningCell | null
): Explanation {
  return {
    title: outOfMemoryTitle(report.confidence, trans),
    sentence: trans.__(
      '%1 itself because native code asked for memory and got none (std::bad_alloc).',
      aborted(report, trans)
    ),
    lines: [
      trans.__(
        'No one killed it: a library written in C++ does not raise MemoryError, it ends the process.'
      ),
      ...notTheGpu(report, trans)
    ],
    nextSteps: stepsOfProcess(report, trans, cell)
  };
}

/** The kernel lives, a process that it started (as far as was seen) was killed. */
export function workerKilled(
  report: DeathReport,
  trans: Translate,
  cell: RunningCell | null,
  load: Estimate | null
): Explanation {
  const heldBytes = detailNumber(report, 'killed_rss_bytes');
  return {
    title: isKinSeen(report)
      ? trans.__('Out of memory in a worker process')
      : trans.__('Out of memory, probably in a worker process'),
    sentence:
      report.details['scope'] === 'machine'
        ? trans.__(
            'The kernel lives, but %1 because the whole machine ran out of memory.',
            workerWasKilled(report, trans)
          )
        : trans.__(
            'The kernel lives, but %1 because memory use reached %2.',
            workerWasKilled(report, trans),
            limitPhrase(report, trans)
          ),
    lines: [
      ...(heldBytes === null
        ? []
        : [trans.__('It held %1 when it was killed.', size(heldBytes, trans))]),
      ...wentFast(report, trans),
      ...notTheGpu(report, trans),
      ...(isVllm(cell)
        ? [
            trans.__(
              'Neither CUDA nor the weights are at fault: vLLM reads the shards through RAM on their way to the GPUs.'
            )
          ]
        : [])
    ],
    nextSteps: [...workerSteps(cell, trans), ...stepsAtLimit(report, trans, cell, load)]
  };
}

/** Was the process seen among the kernel's own? Else only the group tells that it was one. */
function isKinSeen(report: DeathReport): boolean {
  return report.details['is_kin_seen'] !== false;
}

function workerWasKilled(report: DeathReport, trans: Translate): string {
  const name = detailText(report, 'victim');
  if (!isKinSeen(report)) {
    return name === null
      ? trans.__('a process that it had probably started was killed')
      : trans.__('%1, probably a process that it had started, was killed', name);
  }
  const victim = name ?? trans.__('a process');
  switch (report.confidence) {
    case 'certain':
      return trans.__('%1, a process that it had started, was killed', victim);
    case 'high':
      return trans.__(
        '%1, a process that it had started, was, as far as can be known, killed',
        victim
      );
    case 'medium':
      return trans.__('%1, a process that it had started, was probably killed', victim);
    case 'low':
      return trans.__('%1, a process that it had started, may have been killed', victim);
  }
}

function noTraceback(trans: Translate): string {
  return trans.__(
    'Linux ends the process at once: Python had no chance to raise MemoryError, so there is no traceback.'
  );
}

function growth(report: DeathReport, grower: string, trans: Translate): string[] {
  const grown = detailNumber(report, 'grower_growth_bytes');
  return grown === null ? [] : [trans.__('%1 grew by %2 just before.', grower, formatBytes(grown))];
}

function aborted(report: DeathReport, trans: Translate): string {
  switch (report.confidence) {
    case 'certain':
      return trans.__('The kernel ended');
    case 'high':
      return trans.__('The kernel, as far as can be known, ended');
    case 'medium':
      return trans.__('The kernel probably ended');
    case 'low':
      return trans.__('The kernel may have ended');
  }
}
