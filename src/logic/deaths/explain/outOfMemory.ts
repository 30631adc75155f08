import type { DeathReport, LinuxKill, OomKilled, OtherGrew, WorkerOomKilled } from '../../types';
import { formatBytes } from '../../words/units';
import { limitPhrase } from './limit';
import { loadLines } from '../steps/load';
import { notTheGpu } from './notTheGpu';
import {
  freeOthers,
  inParts,
  stepsAtLimit,
  stepsAfterRefusal,
  stepsOnMachine
} from '../steps/steps';
import type { DeathContext, Explanation } from '../types';
import type { Translate } from '../../words/translate';
import { wentFast } from './speed';
import { isVllm, workerSteps } from '../steps/workerSteps';
import { killed, outOfMemoryTitle } from './words';

/** The memory of a control group was used up, and Linux killed the kernel. */
export function limitReached(context: DeathContext, { kill }: OomKilled): Explanation {
  const { report, trans } = context;
  return {
    title: outOfMemoryTitle(report.confidence, trans),
    sentence: trans.__(
      '%1 because memory use reached %2.',
      killed(report.confidence, trans),
      limitPhrase(report, trans)
    ),
    lines: ownKillLines(context, kill),
    nextSteps: stepsAtLimit(context)
  };
}

/** No limit was hit; the machine itself had nothing left. */
export function machineFull(context: DeathContext, { kill }: OomKilled): Explanation {
  const { report, trans } = context;
  return {
    title: outOfMemoryTitle(report.confidence, trans),
    sentence: trans.__(
      '%1 because the whole machine ran out of memory, and Linux chose this kernel to free some.',
      killed(report.confidence, trans)
    ),
    lines: ownKillLines(context, kill),
    nextSteps: stepsOnMachine(context)
  };
}

/** What to know when this kernel itself was what filled the memory. */
function ownKillLines({ report, load, trans }: DeathContext, kill: OomKilled['kill']): string[] {
  return [
    noTraceback(trans),
    ...unusualKillLines(kill, trans),
    ...wentFast(report, trans),
    ...notTheGpu(report, trans),
    ...(load ? loadLines(report, load, trans) : [])
  ];
}

/** Linux kills the biggest process, which need not be the one that grew. */
export function otherGrew({ report, trans }: DeathContext, details: OtherGrew): Explanation {
  return {
    title: trans.__('Out of memory, caused by another process'),
    sentence: trans.__(
      '%1 because %2 took the memory: Linux kills the biggest process, and that was this kernel.',
      killed(report.confidence, trans),
      details.grower
    ),
    lines: [
      ...growthLines(details, trans),
      ...unusualKillLines(details.kill, trans),
      ...notTheGpu(report, trans)
    ],
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
export function nativeAllocationFailed(context: DeathContext): Explanation {
  const { report, trans } = context;
  return {
    title: outOfMemoryTitle(report.confidence, trans),
    sentence: trans.__(
      '%1 itself because native code asked for memory and got none (std::bad_alloc).',
      endedItself(report, trans)
    ),
    lines: [
      trans.__(
        'No one killed it: a library written in C++ does not raise MemoryError, it ends the process.'
      ),
      ...notTheGpu(report, trans)
    ],
    nextSteps: stepsAfterRefusal(context)
  };
}

/** The kernel lives, but a process that it had started, or probably had, was killed. */
export function workerKilled(context: DeathContext, details: WorkerOomKilled): Explanation {
  const { report, cell, trans } = context;
  return {
    title: details.isKinSeen
      ? trans.__('Out of memory in a worker process')
      : trans.__('Out of memory, probably in a worker process'),
    sentence:
      details.kill.scope === 'machine'
        ? trans.__(
            'The kernel lives, but %1 because the whole machine ran out of memory.',
            workerWasKilled(context, details)
          )
        : trans.__(
            'The kernel lives, but %1 because memory use reached %2.',
            workerWasKilled(context, details),
            limitPhrase(report, trans)
          ),
    lines: [
      ...victimLines(details.kill, trans),
      ...unusualKillLines(details.kill, trans),
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
    nextSteps: [...workerSteps(cell, trans), ...stepsAtLimit(context)]
  };
}

/**
 * If the victim was not seen among the kernel's own processes, only the control group that they
 * share suggests that the kernel had started it.
 */
function workerWasKilled(
  { report, trans }: DeathContext,
  { victim: name, isKinSeen }: WorkerOomKilled
): string {
  if (!isKinSeen) {
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

function victimLines({ killedRssBytes }: LinuxKill, trans: Translate): string[] {
  return killedRssBytes === null
    ? []
    : [trans.__('It held %1 when it was killed.', formatBytes(killedRssBytes))];
}

/** What was unusual about the kill, according to the kernel log. */
function unusualKillLines({ isWholeGroup, isBySysRq }: LinuxKill, trans: Translate): string[] {
  return [
    ...(isWholeGroup
      ? [
          trans.__(
            'Linux killed all processes of the control group at once, because the group asks for it (memory.oom.group): other kernels and programs in it are gone, too.'
          )
        ]
      : []),
    ...(isBySysRq
      ? [
          trans.__(
            'Somebody asked Linux for this kill with the SysRq key, so memory need not have run out.'
          )
        ]
      : [])
  ];
}

function growthLines({ grower, growerGrowthBytes }: OtherGrew, trans: Translate): string[] {
  return growerGrowthBytes === null
    ? []
    : [trans.__('%1 grew by %2 just before.', grower, formatBytes(growerGrowthBytes))];
}

function endedItself(report: DeathReport, trans: Translate): string {
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
